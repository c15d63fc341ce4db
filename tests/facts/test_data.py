"""The data itself: every shipped file passes every check, and no two files disagree."""

from __future__ import annotations

from collections import Counter

import pytest

from ketacli import facts
from ketacli.facts.checks import check_file
from ketacli.facts.folders import SHIPPED, read_toml

FILES = sorted(SHIPPED.glob("*.toml"))


@pytest.fixture(autouse=True)
def no_overlay(monkeypatch, tmp_path):
    monkeypatch.setenv("KETACLI_FACTS", str(tmp_path / "none"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_passes_the_checks(path):
    check_file(read_toml(path), path)


def test_no_key_stands_in_two_subjects():
    counted = Counter(key for path in FILES for key in read_toml(path).get("facts", {}))
    assert [key for key, times in counted.items() if times > 1] == []


def test_a_source_that_two_files_name_is_the_same_source():
    seen: dict[str, object] = {}
    for path in FILES:
        for key, table in read_toml(path)["sources"].items():
            assert seen.setdefault(key, table) == table, f"{path.name}: sources.{key}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_record_read_alone_is_the_record_of_the_whole_file(path):
    whole = facts.subject(path.stem)
    for key in read_toml(path)["facts"]:
        alone = facts.fact(key)
        assert alone.subject == path.stem
        assert _shape(alone) == _shape(whole[key])


def _shape(fact):
    sources = [(source.key, source.title, source.dated, source.read) for source in fact.sources]
    history = [
        (entry.value, entry.since, entry.until, entry.superseded_by, entry.note, entry.confidence, entry.sources)
        for entry in fact.history
    ]
    told = (fact.sentence, fact.unit, fact.confidence, fact.as_of, fact.review_by, dict(fact.fields))
    return told, sources, history


def test_sources_tell_what_rests_on_them():
    known = facts.sources()
    assert known
    for source, resting in known.values():
        assert resting, source.key


def test_every_subject_has_a_day_of_review():
    for path in FILES:
        assert all(fact.review_by and fact.review_by > fact.as_of for fact in facts.subject(path.stem)), path.name
