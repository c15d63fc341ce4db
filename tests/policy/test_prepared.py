"""What is worked out ahead says what its sources say, and a source that has changed since is read itself."""

import json
import tomllib

import pytest

from ketacli.policy import prepared
from ketacli.policy.needs import needed

NAMES = sorted(path.stem for path in prepared.FOLDER.glob("*.toml"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A vocabulary of its own, with no file worked out ahead."""
    monkeypatch.setattr(prepared, "FOLDER", tmp_path)
    monkeypatch.setattr(prepared, "PLACE", tmp_path / "prepared.json")
    prepared._prepared.cache_clear()
    yield tmp_path
    prepared._prepared.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_a_vocabulary_is_what_its_file_says(name):
    assert prepared.vocabulary_of(name) == tomllib.loads((prepared.FOLDER / f"{name}.toml").read_text("utf-8"))


def test_a_changed_vocabulary_is_read_from_its_file(folder):
    source = folder / "words.toml"
    source.write_text('words = ["covered"]\n', "utf-8")
    prepared.PLACE.write_text(prepared.prepare([]), "utf-8")
    assert prepared.vocabulary_of("words") == {"words": ["covered"]}
    source.write_text('words = ["covered", "paid"]\n', "utf-8")
    assert prepared.vocabulary_of("words") == {"words": ["covered", "paid"]}


def test_the_needs_of_a_pattern_are_the_same_from_the_file_and_without(folder):
    patterns = [(r"\bprior (?:auth|approval)", True), (r"a|b", False), (r"x\|yz", False), (r"Not Covered", False)]
    without = [prepared.needs_of(pattern, any_case=any_case) for pattern, any_case in patterns]
    prepared.PLACE.write_text(prepared.prepare(patterns), "utf-8")
    prepared._prepared.cache_clear()
    assert [prepared.needs_of(pattern, any_case=any_case) for pattern, any_case in patterns] == without
    assert without == [needed(pattern, any_case=any_case) for pattern, any_case in patterns]
    assert json.loads(prepared.PLACE.read_text("utf-8"))["needs"]


def test_a_pattern_is_not_taken_for_one_in_another_case(folder):
    prepared.PLACE.write_text(prepared.prepare([("Covered", False)]), "utf-8")
    assert prepared.needs_of("Covered", any_case=True) == ("covered",)
