"""Frozen records behave as those of `dataclasses` do."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.records import positional, record


@record
class Named:
    """A record by name."""

    first: int
    second: str = "x"
    notes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """The same by `dataclasses`."""

    first: int
    second: str = "x"
    notes: dict[str, int] = field(default_factory=dict)


@positional
class Ordered:
    """A record by order."""

    start: int
    end: int = 7

    @property
    def length(self):
        return self.end - self.start


@positional
class Single:
    """A record of one value."""

    only: tuple[int, ...]


@given(st.integers(), st.text(), st.dictionaries(st.text(), st.integers()))
def test_a_record_says_of_itself_what_a_dataclass_says(first, second, notes):
    ours, theirs = Named(first=first, second=second, notes=notes), Twin(first=first, second=second, notes=notes)
    assert repr(ours) == repr(theirs).replace("Twin", "Named")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert dataclasses.replace(ours, first=0) == Named(first=0, second=second, notes=notes)
    assert pickle.loads(pickle.dumps(ours)) == ours == copy.deepcopy(ours)


def test_fields_are_those_of_a_dataclass():
    ours, theirs = dataclasses.fields(Named), dataclasses.fields(Twin)
    assert [(one.name, one.type, one.default, one.kw_only) for one in ours] == [
        (one.name, one.type, one.default, one.kw_only) for one in theirs
    ]


@given(st.integers(), st.integers())
def test_records_are_equal_by_value_and_type(start, end):
    assert Ordered(start, end) == Ordered(start, end)
    assert hash(Ordered(start, end)) == hash(Ordered(start, end))
    assert (Ordered(start, end) == Ordered(start, 7)) == (end == 7)
    assert Single((start,)) == Single((start,))
    assert Single((start,)) != (start,)


def test_a_record_cannot_be_changed():
    one = Ordered(1)
    with pytest.raises(FrozenInstanceError):
        one.start = 2
    with pytest.raises(FrozenInstanceError):
        del one.start
    with pytest.raises((AttributeError, TypeError)):
        one.other = 2
    assert one.length == 6


def test_what_is_missing_or_too_much_is_refused():
    for wrong in (lambda: Named(), lambda: Named(1), lambda: Named(first=1, third=2), lambda: Ordered()):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        record(type("Wrong", (), {"__annotations__": {"rows": "list[int]"}, "rows": []}))


def test_each_record_has_values_of_its_own():
    assert Named(first=1).notes is not Named(first=1).notes


def test_a_match_statement_takes_a_record_apart():
    match Ordered(1, 2):
        case Ordered(start, end):
            assert (start, end) == (1, 2)
