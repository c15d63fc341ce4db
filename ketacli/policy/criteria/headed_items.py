"""Lists whose items open the criteria of one use after another ("For TRD: …", then "For acute suicidality: …")."""

from __future__ import annotations

from itertools import pairwise

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import indications_in
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Indication

_HEAD = re.compile(r"\W*(?:[a-z\d]{1,3}[.)]\s+)?for\s+(?P<use>[^:.;]{3,110}):\s")


def uses_of_items(outline: Outline) -> dict[int, Indication]:
    """The use of each item of such a list, `any` for those before the first head; empty without such lists."""
    found: dict[int, Indication] = {}
    for unit in outline.units:
        if len(unit.children) < 3:
            continue
        items = [outline.units[index] for index in unit.children]
        heads = [(at, use) for at, item in enumerate(items) if (use := _opened(item))]
        if len({use for _, use in heads}) > 1:
            for item, use in _by_head(items, heads):
                found.update(dict.fromkeys((item.index, *(one.index for one in outline.descendants(item))), use))
    return found


def _by_head(items: list[Unit], heads: list[tuple[int, Indication]]) -> list[tuple[Unit, Indication]]:
    """Items with their use. What comes after the last head is its own only where the heads before it open runs too:
    otherwise each head is one item, and the rest holds for all."""
    opens_runs = any(second - first > 1 for (first, _), (second, _) in pairwise(heads))
    last = len(items) if opens_runs else heads[-1][0] + 1
    found: list[tuple[Unit, Indication]] = [(item, "any") for item in items[: heads[0][0]]]
    for (first, use), (end, _) in pairwise([*heads, (last, "any")]):
        found += [(item, use) for item in items[first:end]]
    return found


def _opened(item: Unit) -> Indication | None:
    head = _HEAD.match(item.low) if "for " in item.low[:12] else None
    uses = indications_in(folded(head["use"])) if head else ()
    return uses[0] if len(uses) == 1 else None
