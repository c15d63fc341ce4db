"""Three-valued evaluation of a policy's logic tree, and which of its leaves the answer turns on.

The values are those of Kleene's strong logic: an `all` with one unmet part is unmet whatever is unknown, an `any`
with one met part is met whatever is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from ketacli.eligibility.finding import Status
from ketacli.policy.reading import Tree

Judged = Mapping[str, Status]
"""Status of each leaf by its id; a leaf that is missing counts as unknown."""

_SEARCH_LIMIT = 6


def evaluate(tree: Tree, judged: Judged) -> Status:
    """The status of a tree: met, unmet or unknown."""
    if isinstance(tree, str):
        return judged.get(tree, Status.UNKNOWN)
    need, branches = _need(tree)
    found = [evaluate(branch, judged) for branch in branches]
    if found.count(Status.MET) >= need:
        return Status.MET
    if found.count(Status.MET) + found.count(Status.UNKNOWN) < need:
        return Status.UNMET
    return Status.UNKNOWN


def _need(tree: Tree) -> tuple[int, Sequence[Tree]]:
    """How many of a node's branches must hold, and the branches."""
    assert not isinstance(tree, str)
    if "all" in tree:
        return len(tree["all"]), tree["all"]
    if "any" in tree:
        # An empty choice asks for nothing.
        return min(1, len(tree["any"])), tree["any"]
    return tree["at_least"], tree["of"]


def leaves(tree: Tree) -> list[str]:
    """Ids of the criteria in a tree, in order."""
    if isinstance(tree, str):
        return [tree]
    return [leaf for branch in _need(tree)[1] for leaf in leaves(branch)]


def deciding(tree: Tree, judged: Judged) -> set[str]:
    """The leaves that the status turns on.

    Met: the leaves of the branches that make it so. Unmet: the failing leaves, of all branches where a whole choice
    fails. Unknown: the unknown leaves that could still turn it.
    """
    status = evaluate(tree, judged)
    if isinstance(tree, str):
        return {tree}
    need, branches = _need(tree)
    same = [branch for branch in branches if evaluate(branch, judged) is status]
    if status is Status.MET:
        same = same[:need] if need < len(branches) else same
    return {leaf for branch in same for leaf in deciding(branch, judged)}


def shown(tree: Tree, judged: Judged) -> dict[str, Status]:
    """The status that each leaf is shown with: what does not bear on the answer is `not_needed`.

    Under a choice that is met, the branches that were not taken; under one that is open, the branches that failed;
    where the whole is unmet, everything still unknown.
    """
    out: dict[str, Status] = {}
    _show(tree, judged, out)
    if evaluate(tree, judged) is Status.UNMET:
        out = {leaf: Status.NOT_NEEDED if status is Status.UNKNOWN else status for leaf, status in out.items()}
    return out


def _show(tree: Tree, judged: Judged, out: dict[str, Status]) -> None:
    if isinstance(tree, str):
        out[tree] = judged.get(tree, Status.UNKNOWN)
        return
    need, branches = _need(tree)
    status = evaluate(tree, judged)
    taken = 0
    for branch in branches:
        own = evaluate(branch, judged)
        is_choice = need < len(branches)
        spare = is_choice and (
            (status is Status.MET and (own is not Status.MET or taken >= need))
            or (status is Status.UNKNOWN and own is Status.UNMET)
        )
        taken += own is Status.MET
        if spare:
            out.update(dict.fromkeys(leaves(branch), Status.NOT_NEEDED))
        else:
            _show(branch, judged, out)


def to_settle(tree: Tree, judged: Judged) -> tuple[str, ...]:
    """The smallest set of unknown leaves that, if all were met, would make the tree met; empty where none would.

    Looks for sets of up to six leaves; beyond that every unknown deciding leaf is named.
    """
    if evaluate(tree, judged) is not Status.UNKNOWN:
        return ()
    open_leaves = [leaf for leaf in dict.fromkeys(leaves(tree)) if judged.get(leaf, Status.UNKNOWN) is Status.UNKNOWN]
    for size in range(1, min(_SEARCH_LIMIT, len(open_leaves)) + 1):
        for chosen in combinations(open_leaves, size):
            if evaluate(tree, {**judged, **dict.fromkeys(chosen, Status.MET)}) is Status.MET:
                return chosen
    return tuple(leaf for leaf in open_leaves if leaf in deciding(tree, judged))
