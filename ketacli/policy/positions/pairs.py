"""Sets treatments and uses of one clause against each other ("X for pain and Y for anxiety")."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ketacli.policy import lazy_re as re
from ketacli.policy.positions.indications import Named
from ketacli.policy.positions.treatments import Mention

_USES_OF = re.compile(r" (?:of|for) (?:(?:the|both|iv|im|oral|nasal|intranasal|intravenous|compounded) )*$")


def spots_in_order(low: str, drugs: Iterable[Mention], uses: Iterable[Named]) -> list[Mention | Named]:
    """Treatments and uses as they follow each other, "all other uses of X" after its X."""
    spots: list[Mention | Named] = sorted([*drugs, *uses], key=lambda spot: spot.start)
    for at, (use, drug) in enumerate(pairwise(spots)):
        if isinstance(use, Named) and use.kind == "other" and isinstance(drug, Mention):
            spots[at : at + 2] = [drug, use] if _USES_OF.search(low[use.end : drug.start]) else [use, drug]
    return spots


def groups_of(spots: Iterable[Mention | Named]) -> list[tuple[list[Mention], list[Named]]]:
    """Each run of treatments with the uses that follow it; none where a use opens the row."""
    groups: list[tuple[list[Mention], list[Named]]] = []
    for spot in spots:
        if isinstance(spot, Mention):
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(spot)
        elif not groups:
            return []
        else:
            groups[-1][1].append(spot)
    return groups
