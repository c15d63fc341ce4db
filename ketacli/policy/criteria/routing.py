"""Questions that send the reader on ("Yes → 8, No → Deny"): what each asks, of which use, and which may stand in for
another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.criteria.places import Frame
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import indications_in
from ketacli.policy.decisions import APPROVE, DENY, ELSEWHERE, ON, Decision, decisions
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Indication, Scope
from ketacli.records import record

if TYPE_CHECKING:
    from ketacli.policy.criteria.items import Item

_DENIES = re.compile(r"\b(?:den(?:y|ied|ial)|do not approve|not approv\w+|not (?:be )?(?:met|covered)|reject\w*)\b")
_APPROVES = re.compile(r"\b(?:approv\w+|authori[sz]\w+|grant\w*|cover\w*)\b")
_RENEWS = re.compile(
    r"\b(?:continu(?:ation|ing)|renewal|re-?authori[sz]ation|already (?:been )?(?:receiving|on|"
    r"approved))\b"
)
_STARTS = re.compile(r"\b(?:initial|new start|first|new to therapy)\b")
_OF_USE = re.compile(r"\b(?:prescribed|requested|used|ordered|diagnos\w+|treat\w*|indicat\w+|given|request|have|has)\b")
_OF_THE_PATIENT = re.compile(r"\b(?:for|of|with|has|have)\b")
_ASKED_OF = ("trd", "mdd_si", "crps")
"""Uses that a question is asked of; "does the member have major depression" is a step on the way to one of them."""
_OTHER_OF_TWO: dict[Indication | None, Indication] = {"trd": "mdd_si", "mdd_si": "trd"}
_PATHS = 400


@record
class Asked:
    """What a question is, by the ways that lead through it to an approval."""

    indication: Indication | None = None
    """The one use that it is asked of; None where it is asked of all."""
    scope: Scope | None = None
    absent: bool = False
    """True where "yes" is refused."""
    skipped: bool = False
    """True where approval does not hang on it."""
    leader: int | None = None
    """The unit of the first of several questions of which one "yes" will do."""


@record
class _Node:
    unit: int
    text: str
    yes: int | str
    no: int | str


def routes(outline: Outline) -> dict[int, Asked]:
    """By unit, for every question of the document's grids."""
    found: dict[int, Asked] = {}
    chapters = list(decisions(outline))
    for nodes in _grids([one for asked in chapters for one in asked]):
        found.update(_judged(nodes))
    for asked in chapters:
        found = {**_answers(asked), **found}
    return found


def _answers(asked: list[Decision]) -> dict[int, Asked]:
    """By unit, for the answers that stand below their questions: they hold for the use that is asked of, or for the one
    that is left of the labeled two when the other was turned away before."""
    found: dict[int, Asked] = {}
    left: Indication | None = None
    for one in asked:
        uses = indications_in(one.low)
        use = uses[0] if len(uses) == 1 and uses[0] in _ASKED_OF and _OF_THE_PATIENT.search(one.low) else None
        if one.yes == DENY:
            left, use = _OTHER_OF_TWO.get(use, left), None
        if not one.unit.children:
            found[one.unit.index] = Asked(indication=use or left)
        for unit in one.answers:
            found[unit] = Asked(indication=use or left, skipped=True)
    return found


def _grids(every: list[Decision]) -> Iterator[dict[int, _Node]]:
    nodes: dict[int, _Node] = {}
    for one in every:
        if one.number is None or not (one.yes and one.no):
            continue
        if one.number in nodes:
            yield from [nodes] if _is_grid(nodes) else []
            nodes = {}
        nodes[one.number] = _node(one, one.number)
    if _is_grid(nodes):
        yield nodes


def _is_grid(nodes: dict[int, _Node]) -> bool:
    """Whether questions send the reader to others by number, each of which is there, and somewhere approve."""
    ends = [way for node in nodes.values() for way in (node.yes, node.no)]
    jumps = [way for way in ends if isinstance(way, int)]
    return len(nodes) > 2 and len(jumps) > 1 and APPROVE in ends and all(way in nodes for way in jumps)


def _node(one: Decision, at: int) -> _Node:
    yes, no = (at + 1 if way == ON else way for way in (one.yes, one.no))
    return _Node(unit=one.unit.index, text=folded(one.low), yes=yes, no=no)


@record
class _Path:
    use: Indication | None
    scope: Scope | None
    steps: dict[int, bool]
    """Answer by number of the question."""


def _paths(nodes: dict[int, _Node]) -> list[_Path]:
    """Every way from the first question to an approval."""
    found: list[_Path] = []
    entered = {way for node in nodes.values() for way in (node.yes, node.no)}
    starts = [at for at in nodes if at == min(nodes) or at not in entered]
    todo: list[tuple[int | str, _Path]] = [(at, _Path(use=None, scope=None, steps={})) for at in starts]
    while todo and len(found) < _PATHS:
        at, path = todo.pop()
        if at == APPROVE:
            found.append(path)
        if not isinstance(at, int) or at in path.steps:
            continue
        node = nodes[at]
        use = _use(node)
        for answer, way in ((True, node.yes), (False, node.no)):
            scope = _scope(node, nodes, answer=answer)
            taken = use if answer and use else path.use
            todo.append((way, _Path(use=taken, scope=scope or path.scope, steps={**path.steps, at: answer})))
    return found


def _use(node: _Node) -> Indication | None:
    uses = indications_in(node.text)
    plain = len(uses) == 1 and len(node.text) < 220 and node.yes not in (DENY, "")
    return uses[0] if plain and _OF_USE.search(node.text) else None


def _splits(node: _Node) -> bool:
    return isinstance(node.yes, int) and isinstance(node.no, int) and len(node.text) < 160


def _scope(node: _Node, nodes: dict[int, _Node], *, answer: bool) -> Scope | None:
    if not _splits(node):
        return None
    if _RENEWS.search(node.text) and not _STARTS.search(node.text):
        return "renewal" if answer else "initial"
    if _STARTS.search(node.text) and re.search(r"\brequest|\bauthori[sz]ation|\btherapy\b", node.text):
        return "initial" if answer else "renewal"
    return None


def _judged(nodes: dict[int, _Node]) -> dict[int, Asked]:
    paths = _paths(nodes)
    if not paths or len(paths) >= _PATHS:
        return {}
    chains = _chains(nodes, paths)
    found: dict[int, Asked] = {}
    for at, node in nodes.items():
        through = [path for path in paths if at in path.steps]
        scopes = {path.scope for path in through}
        scope: Scope | None = next(iter(scopes)) if len(scopes) == 1 else None
        answers = {path.steps[at] for path in through}
        leader = chains.get(at)
        if _use(node) or _scope(node, nodes, answer=True) or not through:
            found[node.unit] = Asked(scope=scope, skipped=not through)
            continue
        held = _held(paths, at if leader is None else leader)
        alone = leader is None
        found[node.unit] = Asked(
            indication=held if isinstance(held, str) else None,
            scope=scope,
            absent=alone and answers == {False} and node.yes != ELSEWHERE,
            skipped=alone and (len(answers) != 1 or held is False or node.yes == ELSEWHERE),
            leader=None if leader is None else nodes[leader].unit,
        )
    return found


def _held(paths: list[_Path], number: int) -> Indication | bool | None:
    """The one use whose ways all pass a question; None where those of all uses do, False where no use's ways all do."""
    by_use: dict[tuple[Indication | None, Scope | None], list[_Path]] = {}
    for path in paths:
        by_use.setdefault((path.use, path.scope), []).append(path)
    scopes = {path.scope for path in paths if number in path.steps}
    inside = {key: ways for key, ways in by_use.items() if key[1] in scopes}
    whole = {key[0] for key, ways in inside.items() if all(number in path.steps for path in ways)}
    if not whole:
        return False
    if whole == {key[0] for key in inside} or None in whole:
        uses = {use for use in whole if use}
        return next(iter(uses)) if len(uses) == 1 and len(whole) == 1 else None
    return next(iter(whole)) if len(whole) == 1 else None


def _chains(nodes: dict[int, _Node], paths: list[_Path]) -> dict[int, int]:
    """Questions of which one "yes" will do, each with the first of them: "no" asks the next, "yes" leads past all."""
    found: dict[int, int] = {}
    for at, node in nodes.items():
        if at in found or _use(node) or _scope(node, nodes, answer=True):
            continue
        chain, here = [at], node
        while isinstance(here.no, int) and here.no > chain[-1] and here.no in nodes and here.yes == node.yes:
            following = nodes[here.no]
            if _use(following) or following.yes != node.yes:
                break
            chain.append(here.no)
            here = following
        if len(chain) > 1 and here.no == DENY and node.yes != DENY:
            found.update(dict.fromkeys(chain, at))
    return found


def tells(passage: Passage) -> bool:
    """Whether a passage of such a question says more than where to go on: the question, or an approval's length."""
    said = _DENIES.sub(" ", passage.low)
    return "?" in passage.text or (_APPROVES.search(said) is not None and any(char.isdigit() for char in said))


def on_its_way(asked: Asked, frame: Frame, passage: Passage) -> tuple[Frame, Passage]:
    """A passage of a question, with the use and scope that its way gives; what must be absent is denied."""
    if asked.indication:
        frame = replace(frame, indication=asked.indication, indication_open=False)
    passage = replace(passage, scope=asked.scope or passage.scope)
    if asked.absent and "?" in passage.text:
        passage = replace(passage, negative=True, none_of=True)
    return frame, passage


def on_ways(asked: Asked, items: list[Item], unit: Unit, before: int) -> list[Item]:
    """The criteria of a question: none but approvals where approval does not hang on it, and alternatives as one."""
    kept = [item for item in items if not asked.skipped or item.criterion.type in _ALWAYS]
    kept = [item for item in kept if not (asked.absent and _is_whole_question(item))]
    out: list[Item] = []
    for at, item in enumerate(kept, before + 1):
        item = replace(item, criterion=replace(item.criterion, id=f"c{at}"))
        if asked.leader is not None and item.criterion.type not in _ALWAYS:
            group, branch = (asked.leader * 1_000_000, -7), unit.index * 100 + item.branch
            item = replace(item, unit=asked.leader, group=group, branch=branch)
        out.append(item)
    return out


_ALWAYS = ("approval_duration", "quantity_limit", "prior_authorization")


def _is_whole_question(item: Item) -> bool:
    """Whether what must be absent is only the question itself ("Is the patient 65 years or older?")."""
    return item.criterion.type == "contraindication" and (item.criterion.text or "").endswith("?")
