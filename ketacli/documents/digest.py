"""The checksum by which a document is known."""

from __future__ import annotations

_LARGE = 1_000_000
"""Bytes from which on the quicker code of OpenSSL is worth the 2 ms of loading it."""


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    if len(data) < _LARGE:
        try:
            from _sha256 import sha256 as small  # type: ignore[import-not-found]
        except ImportError:
            pass
        else:
            return str(small(data).hexdigest())
    from hashlib import sha256 as large

    return large(data).hexdigest()
