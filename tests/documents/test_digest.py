"""One checksum, whichever code works it out."""

import hashlib

import pytest

from ketacli.documents.digest import sha256


@pytest.mark.parametrize("size", [0, 1, 999_999, 1_000_000, 1_000_001])
def test_the_checksum_is_that_of_hashlib(size):
    data = b"k" * size
    assert sha256(data) == hashlib.sha256(data).hexdigest()
