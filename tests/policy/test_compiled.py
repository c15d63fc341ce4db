"""Patterns read from the file of compiled ones are those that `re` makes; without the file all is as before."""

import random
import re

import pytest

from ketacli.policy import compiled, lazy_re


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "PLACE", tmp_path / "compiled.bin")
    compiled._file.cache_clear()
    yield compiled.PLACE
    compiled._file.cache_clear()


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


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_kept_pattern_is_the_one_that_re_makes(folder, pattern, flags):
    folder.write_bytes(compiled.prepare(PATTERNS))
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
    folder.write_bytes(compiled.prepare([("covered", 0)]))
    assert not compiled.is_kept("covered", re.IGNORECASE)
    assert compiled.compiled("covered", re.IGNORECASE).search("COVERED")


@pytest.mark.parametrize("content", [None, b"", b"\0\0\0\x09not marshal", b"\xff" * 40])
def test_without_a_file_that_can_be_read_patterns_are_compiled(folder, content):
    if content is not None:
        folder.write_bytes(content)
    assert not compiled.is_kept("covered", 0)
    assert compiled.compiled("cover(ed)?", 0).fullmatch("covered")
    with pytest.raises(re.error):
        compiled.compiled("(covered", 0)


@pytest.mark.skipif(not compiled.PLACE.exists(), reason="no patterns have been compiled for this Python")
def test_what_the_shipped_file_holds_is_what_this_python_makes():
    patterns = [(pattern, flags) for pattern, flags in lazy_re.known() if compiled.is_kept(pattern, flags)]
    for pattern, flags in random.Random(7).sample(patterns, min(len(patterns), 150)):
        assert compiled._kept(pattern, flags) == compiled.code_of(pattern, flags)
