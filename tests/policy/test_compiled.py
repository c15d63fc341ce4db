"""Patterns read from the bundle are those that `re` makes; without the bundle all is as before."""

import random
import re

import pytest

from ketacli.patterns import bundle, compiled
from ketacli.policy import lazy_re


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "PLACE", tmp_path / "bundle.bin")
    monkeypatch.setattr(bundle, "JSON", tmp_path / "prepared.json")
    bundle.JSON.write_bytes(b"{}")
    bundle.bundle.cache_clear()
    yield tmp_path
    bundle.bundle.cache_clear()


PATTERNS = [
    (r"\bketamine\b", 0),
    (r"(?P<n>#+) (?:weeks?|(?P<unit>months?))|(\d+)", 0),
    (r"prior (?:auth\w*|approval)(?!s)", re.IGNORECASE),
    (r"^\W*not .+?covered$", re.MULTILINE | re.DOTALL),
    ("[•◦☐]|\\s{2,}|ſ", re.IGNORECASE),
    ("", 0),
]
TEXTS = [
    "",
    "Ketamine 6 weeks",
    "## months",
    "PRIOR APPROVAL",
    "not\nmedically covered\n",
    "• ketamine  is not covered",
]


def keep(patterns, json=b"{}"):
    bundle.PLACE.write_bytes(bundle.written(json, {}, compiled.entries(patterns)))


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_kept_pattern_is_the_one_that_re_makes(folder, pattern, flags):
    keep(PATTERNS)
    assert compiled.is_kept(pattern, flags)
    kept, made = compiled.compiled(pattern, flags), re.compile(pattern, flags)
    assert (kept.pattern, kept.flags, kept.groups) == (made.pattern, made.flags, made.groups)
    assert dict(kept.groupindex) == dict(made.groupindex)
    for text in TEXTS:
        found, expected = list(kept.finditer(text)), list(made.finditer(text))
        assert [(match.span(), match.groups(), match.groupdict(), match.lastgroup) for match in found] == [
            (match.span(), match.groups(), match.groupdict(), match.lastgroup) for match in expected
        ]


def test_a_pattern_with_other_flags_is_another(folder):
    keep([("covered", 0)])
    assert not compiled.is_kept("covered", re.IGNORECASE)
    assert compiled.compiled("covered", re.IGNORECASE).search("COVERED")


def test_a_bundle_made_with_another_file_does_not_count(folder):
    keep([("covered", 0)], json=b'{"needs": {}}')
    assert bundle.bundle() is None
    assert not compiled.is_kept("covered", 0)


def test_a_pattern_that_is_not_kept_is_found_at_no_place(folder):
    keep(PATTERNS)
    kept = bundle.bundle()
    assert kept is not None
    assert kept.entry(kept.keys[0] - 1) is None
    assert kept.entry(kept.keys[-1] + 1) is None
    assert all(kept.entry(key) is not None for key in kept.keys)


@pytest.mark.parametrize("content", [None, b"", b"\0\0\0\x09not marshal", b"\xff" * 40])
def test_without_a_file_that_can_be_read_patterns_are_compiled(folder, content):
    if content is not None:
        bundle.PLACE.write_bytes(content)
    assert not compiled.is_kept("covered", 0)
    assert compiled.compiled("cover(ed)?", 0).fullmatch("covered")
    with pytest.raises(re.error):
        compiled.compiled("(covered", 0)


@pytest.mark.skipif(not bundle.PLACE.exists(), reason="no bundle has been made for this Python")
def test_what_the_shipped_bundle_holds_is_what_this_python_makes():
    kept = bundle.bundle()
    assert kept is not None
    patterns = [(pattern, flags) for pattern, flags in lazy_re.known() if compiled.is_kept(pattern, flags)]
    for pattern, flags in random.Random(7).sample(patterns, min(len(patterns), 150)):
        assert kept.entry(compiled._key(pattern, flags)) == (len(pattern), *compiled.code_of(pattern, flags))
