"""Joins criteria to trees: from lead-ins ("all", "any", "at least N"), from AND and OR between items, from nesting."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.items import Item
from ketacli.policy.criteria.patterns import cue, words
from ketacli.policy.criteria.quantities import Shadow, folded, shadow_of
from ketacli.policy.criteria.subjects import refuses
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Criterion, Indication, Logic, Node, Scope, Treatment, Tree
from ketacli.records import positional

_ABSENT = {"contraindication", "no_psychosis", "no_substance_use", "no_pregnancy"}
_CLAUSE = re.compile(r"\band (?=(?:meets?|has|have|had|satisf|is|are|must|one|all)\b)|;")
_OUTSIDE = {"prior_authorization", "approval_duration"}
_ENDS = re.compile(r"(?:^|[\s;,.*_(\[-])(and/or|and|or)\W*$")
_BEGINS = re.compile(r"^\W*(and/or|and|or)\b\W")
_COUNT = re.compile(
    r"#+(?:\s*\([^)]*\))?\s+(?:or more\s+)?of\s+(?:the\s+|these\s+|those\s+)?(?:following|"
    r"these|those|below|criteria|conditions|items)?"
)
_UNLESS = re.compile(
    r"\b(?:unless\b(?! (?:[a-z]+ ){0,4}(?:contra-?indicat\w+|intoleran\w+|(?:not |cannot be )tolerated))"
    r"|except(?: when| if| where)?)\b[^.;]{0,90}:?\s*$"
)
_STOP = re.compile(r"[.?!]\s")
_GIVEN = re.compile(r"\b(?:criteria|conditions|requirements|following|these|must|require[sd]?|when|if|who|provided)\b")
_OF_SCORES = re.compile(
    r"\b(?:these|following|of the) (?:[\w-]+ ){0,3}(?:scores?|scales?|tools?|instruments?|results?)\b"
)
Way = Literal["all", "any", "open"]


@positional
class Op:
    """How the children of a unit combine."""

    way: Way
    at_least: int = 1


class TreeBuilder:
    """Builds the trees of one document."""

    def __init__(self, outline: Outline, items: list[Item], loose: dict[int, int]) -> None:
        self._outline = outline
        self._loose = loose
        self._loose_of: dict[int, list[int]] = {}
        for index, lead in loose.items():
            self._loose_of.setdefault(lead, []).append(index)
        self._items = items
        self._of_unit: dict[int, list[Item]] = {}
        self._open: list[int] = []
        """Units whose items may be joined either way, of the tree that is being built."""

    def logic(self) -> tuple[tuple[Logic, ...], list[Unit]]:
        """One tree for each treatment × use × scope, and the lists whose joining stayed open."""
        found: list[Logic] = []
        unsure: dict[int, Unit] = {}
        for treatment, indication, scope in self._keys():
            chosen = _without_repeats([item for item in self._items if _belongs(item, treatment, indication, scope)])
            tree, open_units = self._tree(chosen)
            if tree is None:
                continue
            unsure.update({index: self._outline.units[index] for index in open_units})
            found.append(
                Logic(treatment=treatment, indication=indication, scope=scope, tree=tree, uncertain=bool(open_units))
            )
        return tuple(found), list(unsure.values())

    def _keys(self) -> list[tuple[Treatment, Indication, Scope]]:
        leaves = [item.criterion for item in self._items if is_leaf(item)]
        keys: dict[tuple[Treatment, Indication, Scope], None] = {}
        for leaf in leaves:
            scope: Scope = "initial" if leaf.scope == "either" else leaf.scope
            keys.setdefault((leaf.treatment, leaf.indication, scope))
        named = {(treatment, scope) for treatment, use, scope in keys if use != "any"}
        return [key for key in keys if key[1] != "any" or (key[0], key[2]) not in named]

    def _tree(self, chosen: list[Item]) -> tuple[Tree | None, list[int]]:
        self._of_unit = {}
        self._open = []
        for item in chosen:
            self._of_unit.setdefault(item.unit, []).append(item)
        telling = self._telling()
        tops = [
            unit
            for unit in self._outline.units
            if unit.index in telling and unit.parent is None and unit.index not in self._loose
        ]
        nodes = [node for unit in tops if (node := self._node(unit)) is not None]
        tree = _joined(_flat(nodes), Op("all"))
        return _with_exemptions(tree, chosen), self._open

    def _telling(self) -> set[int]:
        """Units that state an item of the tree, and all above them."""
        found: set[int] = set()
        for index in self._of_unit:
            at: int | None = index
            while at is not None and at not in found:
                found.add(at)
                at = self._loose[at] if at in self._loose else self._outline.units[at].parent
        return found

    def _node(self, unit: Unit) -> Tree | None:
        own = self._own(unit)
        kids = [
            (child, node)
            for index in (*unit.children, *self._loose_of.get(unit.index, []))
            if (node := self._node(child := self._outline.units[index])) is not None
        ]
        if not kids:
            return own
        op = self._op(unit, [child for child, _ in kids])
        scores = self._scores(unit, kids) if op.way == "any" and op.at_least == 1 else 0
        below = self._grouped(unit, [(kid, _choice(kid, node)) for kid, node in kids[:scores]] or kids, op)
        if scores:
            below = _joined(_flat([below, *(node for _, node in kids[scores:])]), Op("all")) or below
        if own is None:
            return below
        if _UNLESS.search(folded(unit.text)):
            return {"any": [own, below]}
        return _joined(_flat([own, below]), Op("all"))

    def _scores(self, unit: Unit, kids: list[tuple[Unit, Tree]]) -> int:
        """How many of the first items are scores, where "one of these scores:" leads and other items come after them:
        a form's next boxes are no choice among scores. 0 where all are, or none."""
        if not _OF_SCORES.search(folded(unit.text)):
            return 0
        are = [self._is_score(kid) for kid, _ in kids]
        count = are.index(False) if False in are else 0
        return count if not any(are[count:]) else 0

    def _is_score(self, unit: Unit) -> bool:
        return any(
            item.criterion.type in ("severity_scale", "renewal_response") for item in self._of_unit.get(unit.index, ())
        )

    def _own(self, unit: Unit) -> Tree | None:
        items = [item for item in self._of_unit.get(unit.index, ()) if is_leaf(item)]
        if not items:
            return None
        groups: dict[tuple[int, int] | str, dict[int, list[Tree]]] = {}
        for item in items:
            branches = groups.setdefault(item.group or item.criterion.id, {})
            branches.setdefault(item.branch, []).append(item.criterion.id)
        return _joined([_offered(branches) for branches in groups.values()], Op("all"))

    def _op(self, unit: Unit, kids: list[Unit]) -> Op:
        if self._rules_out(unit, kids):
            return Op("all")
        stated = stated_op(shadow_of(_lead_in(unit, kids)))
        if stated:
            return stated
        links = [link for kid in kids[:-1] if (link := _link(kid))] + [
            link for kid in kids[1:] if (link := _opening(kid))
        ]
        if links and len(set(links)) == 1:
            return Op("any" if links[0] == "or" else "all")
        if links:
            return Op("open")
        if len(kids) > 1 and not (unit.kind == "heading" or _GIVEN.search(folded(unit.text)) or self._told_above(unit)):
            return Op("open")
        return Op("all")

    def _rules_out(self, unit: Unit, kids: list[Unit]) -> bool:
        """Whether a lead-in denies its points ("does not have any of these"): each must be absent, "any" or "or"
        though the words say."""
        types = {item.criterion.type for kid in kids for item in self._of_unit.get(kid.index, ()) if is_leaf(item)}
        return bool(types) and types <= _ABSENT and _denies(folded(unit.text))

    def _told_above(self, unit: Unit) -> bool:
        """Whether a lead-in further up says how its points combine: then points below one of them all belong."""
        return any(
            stated_op(shadow_of(above.text)) for above in self._outline.governors(unit) if above.kind != "heading"
        )

    def _grouped(self, unit: Unit, kids: list[tuple[Unit, Tree]], op: Op) -> Tree:
        if op.way != "open" or len(kids) < 2:
            nodes = [node for _, node in kids]
            return _joined(_flat(nodes) if op.way != "any" and op.at_least == 1 else nodes, op) or nodes[0]
        self._open.append(unit.index)
        groups: list[list[Tree]] = [[kids[0][1]]]
        for (before, _), (kid, node) in pairwise(kids):
            if "or" in (_link(before), _opening(kid)):
                groups[-1].append(node)
            else:
                groups.append([node])
        nodes = [group[0] if len(group) == 1 else Node(any=group) for group in groups]
        return _joined(nodes, Op("all")) or nodes[0]


def _denies(low: str) -> bool:
    """Whether the clause that leads a list denies what it lists, or refuses on it."""
    clause = _CLAUSE.split(low)[-1]
    return (
        words("lead_in", "none").search(clause) is not None and cue("negative").search(clause) is not None
    ) or refuses(low)


def is_leaf(item: Item) -> bool:
    """Whether a criterion may stand in a tree."""
    criterion = item.criterion
    return criterion.type not in _OUTSIDE and criterion.required is True and not criterion.applies_to


def stated_op(shadow: Shadow) -> Op | None:
    """How a lead-in says that its items combine; None where it does not say."""
    low = shadow.text
    count = list(_COUNT.finditer(low))
    if count:
        quantity = shadow.at(count[-1].start())
        if quantity and quantity.value > 1:
            return (
                Op("any", int(quantity.value))
                if re.search(r"following|these|those|below|criteria", count[-1][0])
                else None
            )
    any_at = max((found.start() for found in words("lead_in", "any").finditer(low)), default=-1)
    all_at = max((found.start() for found in words("lead_in", "all").finditer(low)), default=-1)
    if any_at < 0 and all_at < 0:
        return None
    return Op("any") if any_at > all_at else Op("all")


def _lead_in(unit: Unit, kids: list[Unit]) -> str:
    """What leads the points below a unit: of a row, the sentence right before the list that its cell holds."""
    if unit.kind != "table_row":
        return unit.text
    if kids[0].kind == "table_row" or kids[0].page != unit.page:
        return ""
    before = unit.text[: kids[0].start - unit.start].rstrip()
    return _STOP.split(before)[-1]


def _link(unit: Unit) -> str | None:
    """The word at the end of an item that joins it to the next."""
    match = _ENDS.search(folded(unit.text))
    return {"and": "and", "or": "or"}.get(match[1], "or") if match else None


def _opening(unit: Unit) -> str | None:
    match = _BEGINS.match(folded(unit.text))
    return {"and": "and", "or": "or"}.get(match[1], "or") if match else None


def _belongs(item: Item, treatment: Treatment, indication: Indication, scope: Scope) -> bool:
    criterion: Criterion = item.criterion
    return (
        criterion.treatment == treatment
        and criterion.indication in (indication, "any")
        and criterion.scope in (scope, "either")
    )


def _without_repeats(chosen: list[Item]) -> list[Item]:
    """A general sentence gives way to the item of the list that says the same for the use."""
    close = {(item.criterion.type, item.criterion.number) for item in chosen if item.criterion.indication != "any"}
    return [
        item
        for item in chosen
        if item.criterion.indication != "any"
        or item.listed
        or (item.criterion.type, item.criterion.number) not in close
    ]


def _joined(nodes: list[Tree], op: Op) -> Tree | None:
    if not nodes:
        return None
    if len(nodes) == 1 and op.at_least == 1:
        return nodes[0]
    if op.at_least > 1:
        return Node(at_least=min(op.at_least, len(nodes)), of=nodes)
    return Node(any=nodes) if op.way == "any" else Node(all=nodes)


def _offered(branches: dict[int, list[Tree]]) -> Tree:
    """One branch of several; what belongs together in a branch stands under "all"."""
    nodes = [leaves[0] if len(leaves) == 1 else Node(all=leaves) for leaves in branches.values()]
    return nodes[0] if len(nodes) == 1 else Node(any=nodes)


def _choice(unit: Unit, node: Tree) -> Tree:
    """The boxes of one row are choices too, where its lead-in asks for one of them."""
    if unit.kind != "table_row" or isinstance(node, str) or "all" not in node:
        return node
    return Node(any=node["all"])


def _flat(nodes: list[Tree]) -> list[Tree]:
    """Children that are themselves "all" give their members to the "all" above them."""
    out: list[Tree] = []
    for node in nodes:
        if isinstance(node, dict) and "all" in node:
            out += node["all"]
        else:
            out.append(node)
    return out


def _with_exemptions(tree: Tree | None, chosen: list[Item]) -> Tree | None:
    for item in chosen:
        if item.exempts is None or tree is None:
            continue
        steps = {other.criterion.id for other in chosen if other.criterion.type == item.exempts and is_leaf(other)}
        tree = _replaced(tree, steps, item.criterion.id)
    return tree


def _replaced(tree: Tree, steps: set[str], exemption: str) -> Tree:
    if isinstance(tree, str):
        return Node(any=[tree, exemption]) if tree in steps else tree
    if "any" in tree:
        return Node(any=[_replaced(node, steps, exemption) for node in tree["any"]])
    if "of" in tree:
        return Node(at_least=tree["at_least"], of=[_replaced(node, steps, exemption) for node in tree["of"]])
    return Node(all=[_replaced(node, steps, exemption) for node in tree["all"]])
