"""Policies composed by program: the reading of the composition is the composition."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policy.criteria.compose import Clause, clauses
from tests.policy.criteria.conftest import read
from tests.policy.criteria.test_styles import leaves

LEADS = (
    "Spravato is considered medically necessary for treatment-resistant depression when ALL of the following are met:",
    "Esketamine may be approved for treatment-resistant depression if all of these criteria are met:",
    "We cover Spravato for treatment-resistant depression when each of the following is documented:",
)
CHOICES = ("One of the following:", "The member meets ONE of the following:", "Either of these:")
BACKGROUND = (
    "In one study 227 adults who had not responded to at least two antidepressants were randomized.",
    "Other health plans ask for four failed antidepressants and an age of 21.",
)
MARKERS = (("{}.", "1"), ("{})", "1"), ("({})", "a"), ("-", ""), ("•", ""))
quiet = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def marker(style: int, number: int) -> str:
    """The marker of an item in one of several styles."""
    form, first = MARKERS[style % len(MARKERS)]
    return form.format(chr(ord(first) + number - 1)) if first else form


def listed(items: list[Clause], style: int, end: str, indent: str = "") -> str:
    """Items as lines with markers and ends."""
    return "\n".join(f"{indent}{marker(style, at)} {item.text}{end}" for at, item in enumerate(items, 1))


def answers(items) -> list:
    """What the items ask for, in order."""
    return [answer for item in items for answer in item.answers]


def found_in(text: str):
    """(type, number, comparison) by id, and the logic of a text."""
    criteria, logic, _ = read(text.encode(), "policy.txt")
    return {row.id: (row.type, row.number, row.comparison) for row in criteria if row.type != "other"}, logic


@quiet
@given(
    items=st.lists(clauses, min_size=2, max_size=7),
    lead=st.sampled_from(LEADS),
    style=st.integers(0, 4),
    end=st.sampled_from(["", ";", "; and", "."]),
    background=st.sampled_from(BACKGROUND),
)
def test_a_list_reads_as_it_was_composed(items, lead, style, end, background):
    text = (
        f"Spravato Policy\n\nCoverage Criteria\n\n{lead}\n\n{listed(items, style, end)}\n\nBackground\n\n{background}\n"
    )
    told, logic = found_in(text)
    assert sorted(told.values(), key=str) == sorted(answers(items), key=str)
    (entry,) = logic
    tree = entry.tree if isinstance(entry.tree, dict) else {"all": [entry.tree]}
    assert sorted(leaves(tree)) == sorted(told)
    assert list(tree) == ["all"]
    assert not entry.uncertain


@quiet
@given(
    before=st.lists(clauses, min_size=1, max_size=3),
    choice=st.lists(clauses, min_size=2, max_size=3, unique_by=lambda item: item.text),
    lead=st.sampled_from(LEADS),
    either=st.sampled_from(CHOICES),
)
def test_a_choice_among_them_is_an_any(before, choice, lead, either):
    head = listed(before, 0, ";")
    text = (
        f"Spravato Policy\n\nCoverage Criteria\n\n{lead}\n\n{head}\n{len(before) + 1}. {either}\n"
        f"{listed(choice, 2, '; or', '   ')}\n"
    )
    told, logic = found_in(text)
    assert sorted(told.values(), key=str) == sorted(answers([*before, *choice]), key=str)
    tree = logic[0].tree
    (branch,) = [node for node in tree["all"] if isinstance(node, dict)]
    assert len(branch["any"]) == len(choice)
    wanted = [sorted(item.answers, key=str) for item in choice]
    assert [sorted((told[leaf] for leaf in leaves(node)), key=str) for node in branch["any"]] == wanted


@quiet
@given(items=st.lists(clauses, min_size=1, max_size=5), months=st.sampled_from([1, 2, 3, 6, 12]))
def test_prose_on_approvals_belongs_to_no_tree(items, months):
    text = (
        f"Spravato Policy\n\nCoverage Criteria\n\n{LEADS[0]}\n\n{listed(items, 0, ';')}\n\n"
        f"Initial approval is for {months} months. It may be renewed for {2 * months} months.\n"
    )
    told, logic = found_in(text)
    lengths = [row for row in told.values() if row[0] == "approval_duration"]
    assert lengths == [("approval_duration", months, "equal"), ("approval_duration", 2 * months, "equal")]
    assert not any(told[leaf][0] == "approval_duration" for entry in logic for leaf in leaves(entry.tree))
