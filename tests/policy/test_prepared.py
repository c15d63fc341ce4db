"""What is worked out ahead says what its sources say, and a source that has changed since is read itself."""

import json
import tomllib

import pytest

from ketacli.patterns import bundle
from ketacli.policy import prepared
from ketacli.policy.needs import all_needed

NAMES = sorted(path.stem for path in bundle.FOLDER.glob("*.toml"))
CACHES = (bundle.bundle, prepared._prepared, prepared.substrings, prepared._worked, prepared._makers_are_the_same)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A vocabulary of its own, with no file worked out ahead."""
    monkeypatch.setattr(prepared, "FOLDER", tmp_path)
    for module in (bundle, prepared):
        monkeypatch.setattr(module, "JSON", tmp_path / "prepared.json")
    monkeypatch.setattr(bundle, "PLACE", tmp_path / "bundle.bin")
    _forget()
    yield tmp_path
    _forget()


def _forget():
    for cache in CACHES:
        cache.cache_clear()


def write(patterns=()):
    """The file on the disk, and nothing of it in mind."""
    content = prepared.prepare(patterns)
    prepared.JSON.write_text(prepared.as_text(content), "utf-8")
    _forget()
    return content


@pytest.mark.parametrize("name", NAMES)
def test_a_vocabulary_is_what_its_file_says(name):
    assert prepared.vocabulary_of(name) == tomllib.loads((prepared.FOLDER / f"{name}.toml").read_text("utf-8"))


def test_a_changed_vocabulary_is_read_from_its_file(folder):
    source = folder / "words.toml"
    source.write_text('words = ["covered"]\n', "utf-8")
    write()
    assert prepared.vocabulary_of("words") == {"words": ["covered"]}
    source.write_text('words = ["covered", "paid"]\n', "utf-8")
    assert prepared.vocabulary_of("words") == {"words": ["covered", "paid"]}


def test_the_needs_of_a_pattern_are_the_same_from_the_file_and_without(folder):
    patterns = [(r"\bprior authori[sz]", True), (r"a|b", False), (r"x\|yz", False), (r"Not Covered", False)]
    without = [prepared.needs_of(pattern, any_case=any_case) for pattern, any_case in patterns]
    write(patterns)
    assert [prepared.needs_of(pattern, any_case=any_case) for pattern, any_case in patterns] == without
    assert without == [all_needed(pattern, any_case=any_case) for pattern, any_case in patterns]
    assert json.loads(prepared.JSON.read_text("utf-8"))["needs"]


def test_the_alternatives_of_a_pattern_are_the_same_from_the_file_and_without(folder):
    many = "|".join(rf"(?:{letter}[|)]|\({letter})" for letter in "abcdefghijklm")
    patterns = [many, f"{many}|(n)", "a|b"]
    without = [prepared.alternatives(pattern) for pattern in patterns]
    write([(pattern, False) for pattern in patterns])
    assert [prepared.alternatives(pattern) for pattern in patterns] == without
    assert without == [tuple(rf"(?:{letter}[|)]|\({letter})" for letter in "abcdefghijklm"), (), ()]


def test_a_pattern_is_not_taken_for_one_in_another_case(folder):
    write([("Covered", False)])
    assert prepared.needs_of("Covered", any_case=True) == (("covered",),)


def test_what_must_stand_besides_is_kept_where_it_is_looked_for_anyhow(folder):
    both = r"(?:prior|advance) (?:notice|approval)"
    write([(both, False)])
    assert prepared.needs_of(both, any_case=False) == (("notice", "approval"),)
    write([(both, False), ("prior", False), ("advance", False)])
    assert prepared.needs_of(both, any_case=False) == (("notice", "approval"), ("prior", "advance"))


def test_what_is_worked_out_is_kept_until_the_code_that_makes_it_changes(folder, monkeypatch):
    assert prepared.worked_out("upper", "covered", str.upper) == "COVERED"
    write()
    assert prepared.worked_out("upper", "covered", lambda source: "asked again") == "COVERED"
    _forget()
    monkeypatch.setattr(prepared, "_MAKERS", ("words.py",))
    assert prepared.worked_out("upper", "covered", lambda source: "asked again") == "asked again"


def test_all_that_is_needed_or_listed_is_among_the_substrings(folder):
    assert prepared.listed(["appeal", "fair hearing"]) == ("appeal", "fair hearing")
    write([(r"\b(?:spravato|esketamine)\b", False)])
    assert set(prepared.substrings()) == {"appeal", "fair hearing", "spravato", "esketamine"}


@pytest.mark.skipif(not bundle.PLACE.exists(), reason="no bundle has been made for this Python")
def test_the_two_shipped_files_were_made_together():
    kept = bundle.bundle()
    assert kept is not None, "the bundle belongs to another prepared.json: run `make prepare`"
    assert kept.prepared == json.loads(bundle.JSON.read_text("utf-8"))


def test_nothing_shipped_is_out_of_date():
    assert prepared._makers_are_the_same(), "the code that makes patterns has changed: run `make prepare`"
