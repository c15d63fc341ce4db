"""The loader's refusals: each names the file and the key."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.errors import FactsProblem
from ketacli.facts.build import build_facts, build_source
from ketacli.facts.checks import check_file
from ketacli.facts.folders import read_toml

SOUND = """
title = "A subject"
as_of = 2026-11-23
review_by = 2027-01-31
confidence = "primary"
[fields]
route = "iv|im"
count = "integer?"
[sources.a]
title = "T"
publisher = "P"
address = "https://example.org/"
date = "2026-03"
read = 2026-11-23
[facts.one]
sentence = "S."
source = "a"
route = "iv"
values = [{ from = 2026-01-01, value = 1 }, { from = 2027-01-01 }]
"""
UNUSED = """[sources.z]
title = "Z"
publisher = "P"
address = "https://example.org/z"
read = 2026-11-23
"""


def checked(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    check_file(read_toml(path), path)


def test_a_sound_file_passes(tmp_path):
    checked(tmp_path, SOUND)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('title = "A subject"', "", "title"),
        ('route = "iv"\n', 'route = "iv"\nrout = "iv"\n', "facts.one"),
        ('route = "iv"\n', "", "facts.one"),
        ('route = "iv"\n', 'route = "sc"\n', "facts.one.route"),
        ('route = "iv"\n', 'route = "iv"\ncount = "1"\n', "facts.one.count"),
        ('route = "iv"\n', 'route = "iv"\ncount = true\n', "facts.one.count"),
        ('source = "a"\n', "", "facts.one"),
        ('source = "a"\n', "source = []\n", "facts.one"),
        ('source = "a"\n', 'source = "b"\n', "facts.one"),
        ('confidence = "primary"', 'confidence = "sure"', "the head.confidence"),
        ("as_of = 2026-11-23", 'as_of = "23.11.2026"', "the head.as_of"),
        ("as_of = 2026-11-23", "as_of = 2026-11-23T10:00:00", "the head.as_of"),
        ("read = 2026-11-23", 'read = "2026-11-23"', "sources.a.read"),
        ('date = "2026-03"', 'date = "March 2026"', "sources.a.date"),
        ('date = "2026-03"', 'date = "2026-13"', "sources.a.date"),
        ("https://example.org/", "ftp://example.org/", "sources.a"),
        ("{ from = 2027-01-01 }", "{ from = 2026-01-01 }", "facts.one.values"),
        ("{ from = 2027-01-01 }", "{ value = 2 }", "facts.one.values"),
        ("{ from = 2027-01-01 }", "{ from = 2027-01-01, until = 2026-12-31 }", "facts.one.values"),
        ("{ from = 2027-01-01 }", "{ from = 2027-01-01, val = 3 }", "facts.one.values"),
        ("value = 1 }", "value = nan }", "facts.one"),
        ('sentence = "S."', 'sentence = " "', "facts.one"),
        ('sentence = "S."', 'sentence = "S."\nvalue = 3', "facts.one"),
        ('sentence = "S."', 'sentence = "S."\nunit = "furlongs"', "facts.one.unit"),
        ("[facts.one]", UNUSED + "[facts.one]", "sources.z"),
        ("[facts.one]", "[facts.one]\n[facts.one]", "mine.toml"),
        ('count = "integer?"', 'count = "whole"', "fields.count"),
        ('count = "integer?"', 'sentence = "text"', "fields.sentence"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_file_and_key(tmp_path, old, new, named):
    assert old in SOUND
    with pytest.raises(FactsProblem) as caught:
        checked(tmp_path, SOUND.replace(old, new, 1))
    assert "mine.toml" in caught.value.message
    assert named in caught.value.message


def test_what_is_no_text_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"title = '\xff\xfe'")
    with pytest.raises(FactsProblem, match="UTF-8"):
        read_toml(path)


def _nodes(tables: object, way: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """The way to every node of nested tables and lists."""
    inner = tables.items() if isinstance(tables, dict) else enumerate(tables) if isinstance(tables, list) else ()
    return [way, *(deeper for key, value in inner for deeper in _nodes(value, (*way, key)))]


_odd = st.one_of(
    st.none().map(lambda _: {}),
    st.integers(-5, 5),
    st.booleans(),
    st.text(max_size=5),
    st.decimals(allow_nan=True, allow_infinity=True, places=2) | st.just(Decimal("NaN")),
    st.dates(),
    st.datetimes(),
    st.lists(st.one_of(st.integers(), st.lists(st.text(max_size=2), max_size=1), st.just({})), max_size=2),
    st.dictionaries(st.sampled_from(["value", "from", "title", "a", "one"]), st.integers(), max_size=2),
)


@given(st.data())
def test_any_file_is_sound_or_refused_and_what_is_sound_can_be_read(data):
    raw = tomllib.loads(SOUND, parse_float=Decimal)
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from([each for each in _nodes(raw) if each]))
        place: Any = raw
        for key in way[:-1]:
            place = place[key]
        place[way[-1]] = data.draw(_odd)
    try:
        check_file(raw, Path("mine.toml"))
    except FactsProblem:
        return
    known = {key: build_source(key, table) for key, table in raw.get("sources", {}).items()}
    for fact in build_facts("mine", raw, known).values():
        value = fact.on(date(2026, 6, 1))
        assert value.sources
        assert fact.on(date.max).key == fact.key
