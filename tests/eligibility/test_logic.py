"""Three-valued logic against brute force over all completions of the unknowns."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.eligibility.finding import Status
from ketacli.eligibility.logic import deciding, evaluate, leaves, shown, to_settle
from ketacli.policy.reading import Tree

NAMES = ["a", "b", "c", "d", "e"]


def trees() -> st.SearchStrategy[Tree]:
    def grow(children):
        parts = st.lists(children, min_size=1, max_size=3)
        counted = parts.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"at_least": n, "of": of}))
        return st.one_of(parts.map(lambda of: {"all": of}), parts.map(lambda of: {"any": of}), counted)

    return st.recursive(st.sampled_from(NAMES), grow, max_leaves=7)


def values() -> st.SearchStrategy[dict[str, Status]]:
    return st.fixed_dictionaries({name: st.sampled_from([Status.MET, Status.UNMET, Status.UNKNOWN]) for name in NAMES})


def plain_truth(tree: Tree, truth: dict[str, bool]) -> bool:
    if isinstance(tree, str):
        return truth[tree]
    if "all" in tree:
        return all(plain_truth(branch, truth) for branch in tree["all"])
    if "any" in tree:
        return any(plain_truth(branch, truth) for branch in tree["any"])
    return sum(plain_truth(branch, truth) for branch in tree["of"]) >= tree["at_least"]


def completions(tree: Tree, judged: dict[str, Status]) -> set[bool]:
    open_names = [name for name in NAMES if judged[name] is Status.UNKNOWN]
    fixed = {name: judged[name] is Status.MET for name in NAMES}
    return {
        plain_truth(tree, fixed | dict(zip(open_names, guess, strict=True)))
        for guess in product([True, False], repeat=len(open_names))
    }


@given(trees(), values())
def test_a_decided_tree_is_decided_in_every_completion(tree, judged):
    found, possible = evaluate(tree, judged), completions(tree, judged)
    if found is Status.MET:
        assert possible == {True}
    elif found is Status.UNMET:
        assert possible == {False}


@given(trees(), values())
def test_a_tree_of_distinct_leaves_is_unknown_only_where_completions_differ(tree, judged):
    if len(leaves(tree)) == len(set(leaves(tree))) and evaluate(tree, judged) is Status.UNKNOWN:
        assert completions(tree, judged) == {True, False}


@given(trees(), values())
def test_what_settles_an_unknown_tree_makes_it_met(tree, judged):
    chosen = to_settle(tree, judged)
    assert (evaluate(tree, judged) is Status.UNKNOWN) == bool(chosen)
    if chosen:
        assert evaluate(tree, judged | dict.fromkeys(chosen, Status.MET)) is Status.MET


@given(trees(), values())
def test_nothing_shown_contradicts_the_whole(tree, judged):
    whole, display = evaluate(tree, judged), shown(tree, judged)
    if whole is Status.UNMET:
        assert Status.UNKNOWN not in display.values()
    if whole is Status.MET:
        assert set(display.values()) <= {Status.MET, Status.NOT_NEEDED}
    if whole is Status.UNKNOWN:
        assert Status.UNMET not in display.values()


@pytest.mark.parametrize(
    ("tree", "judged", "status", "turning"),
    [
        ({"any": ["a", "b"]}, {"a": Status.UNMET, "b": Status.UNMET}, Status.UNMET, {"a", "b"}),
        ({"any": ["a", "b"]}, {"a": Status.MET, "b": Status.UNMET}, Status.MET, {"a"}),
        ({"all": ["a", "b"]}, {"a": Status.UNMET, "b": Status.UNKNOWN}, Status.UNMET, {"a"}),
        ({"all": ["a", "b"]}, {"a": Status.MET, "b": Status.UNKNOWN}, Status.UNKNOWN, {"b"}),
        (
            {"at_least": 2, "of": ["a", "b", "c"]},
            {"a": Status.MET, "b": Status.UNMET, "c": Status.UNMET},
            Status.UNMET,
            {"b", "c"},
        ),
        ({"all": [{"any": []}, "a"]}, {"a": Status.MET}, Status.MET, {"a"}),
    ],
)
def test_which_leaves_turn_it(tree, judged, status, turning):
    assert evaluate(tree, judged) is status
    assert deciding(tree, judged) == turning
