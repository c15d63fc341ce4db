"""Questions of a guideline whose answers send on, approve or refuse ("… ALL of these? If yes, approve.")."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit
from ketacli.records import record

_QUESTION = re.compile(
    r"^\W*(?:(?:step|question|q)?\s*\d+\W{0,3})?"
    r"(?:(?:in|for|at|on|during|before|since|compared with|over|within)\b[^?.;,]{2,60},\s*)?"
    r"(?:is|does|do|did|has|have|will|was|were|are|can|if)\b[^?]{5,400}\?",
    re.I,
)
_ASKS = re.compile(
    r"(?:^|[.:)\]|]\s*|(?<!\w)(?:step|question|q)\s*\d*\s*[.:)]?\s*)"
    r"(?:is|are|was|were|does|do|did|has|have|had|will|would|can)(?!\w)[^?]{6,}\?"
)
_ANSWER = re.compile(r"(?:^|[.;:|]\s*|\n\s*)\W*(?:if (?:the answer is )?)?(yes|no)(?!\w)(?=\W*\S)")
_OPENS = re.compile(r"\W*(?:if (?:the answer is )?)?(?:yes|no)(?!\w)")
_NUMBER = re.compile(r"\W*(?:step|question|q)?\s*#?(\d{1,2})(?![\d%])")
_GO = re.compile(
    r"(?:go|proceed|continue|skip|move|advance|turn|jump|see)(?:es)?(?: on)?(?: (?:to|with|at))?(?: the)?\W*"
    r"(?:question|step|item|number|no\.|q\.?)?\W*(\d{1,2})(?!\w)"
)
_ON = re.compile(r"(?<!\w)(?:continue|go on|proceed|next|move on)(?!\w)")
_DENY = re.compile(r"(?<!\w)(?:den(?:y|ied|ial)|do not|not|reject\w*|decline\w*|stop)(?!\w)")
_APPROVE = re.compile(r"(?<!\w)(?:approv\w+|authori[sz]\w+|grant\w*|criteria (?:are )?met)(?!\w)")
_ANSWERS_BELOW = 3
"""Units below a question's list in which its two answers may stand."""
APPROVE, DENY, ON = "approve", "deny", "on"
Way = int | str
"""Where an answer leads: to the question of that number, or to one of `APPROVE`, `DENY`, `ON` (the next question)."""


@record
class Decision:
    """A question, where it stands in its unit, and where its answers lead ("" where that is not said)."""

    unit: Unit
    start: int
    end: int
    number: int | None
    yes: Way
    no: Way
    answers: tuple[int, ...] = ()
    """Units below that hold its answers, by their index."""

    @property
    def low(self) -> str:
        """The question in lower case."""
        return self.unit.low[self.start : self.end]


def is_question(text: str) -> bool:
    """Whether a text asks for a yes or no, as the forms of prior authorization do."""
    return _QUESTION.match(text) is not None


def decisions(outline: Outline) -> Iterator[list[Decision]]:
    """The questions of each section that has some whose "yes" or "no" leads anywhere, in the order of the document."""
    found: dict[int, list[Decision]] = {}
    for unit in outline.units:
        if "?" in unit.text and unit.kind != "heading" and unit.in_force and (one := _decision(outline, unit)):
            found.setdefault(unit.section, []).append(one)
    yield from found.values()


def approved(asked: list[Decision], first: Decision, *, avoiding: frozenset[int] = frozenset()) -> bool:
    """Whether "yes" to `first` can end in an approval; `avoiding` are units of questions that are answered "no"."""
    todo: list[tuple[int, Way]] = [(asked.index(first), first.yes)]
    seen: set[tuple[int, Way]] = set()
    while todo:
        step = todo.pop()
        if step[1] == APPROVE:
            return True
        following = _following(asked, *step) if step not in seen else None
        seen.add(step)
        if following is not None:
            node = asked[following]
            ways = (node.no,) if node.unit.index in avoiding else (node.yes, node.no)
            todo.extend((following, way) for way in ways)
    return False


def _following(asked: list[Decision], at: int, way: Way) -> int | None:
    if way == ON:
        return at + 1 if at + 1 < len(asked) else None
    return next((index for index, one in enumerate(asked) if isinstance(way, int) and one.number == way), None)


def _decision(outline: Outline, unit: Unit) -> Decision | None:
    asks = _ASKS.search(unit.low)
    if asks is None:
        return None
    start = next((at for at in range(asks.start(), asks.end()) if unit.low[at : at + 1].isalpha()), asks.start())
    number = _NUMBER.match(unit.marker) or _NUMBER.match(unit.low)
    if number and number.end() > start and not unit.marker:
        start = next((at for at in range(number.end(), asks.end()) if unit.low[at : at + 1].isalpha()), start)
    ways = _ways(unit.low[asks.end() :])
    below = [] if ways else list(_answers_below(outline, unit))
    ways = ways or _ways("\n".join(one.low for one in below))
    if not ways:
        return None
    return Decision(
        unit=unit,
        start=start,
        end=asks.end(),
        number=int(number[1]) if number else None,
        yes=ways.get("yes", ""),
        no=ways.get("no", ""),
        answers=tuple(one.index for one in below),
    )


def _answers_below(outline: Outline, unit: Unit) -> Iterator[Unit]:
    """The units that answer a question, below the list that it leads."""
    below = {one.index for one in outline.descendants(unit)}
    after = [one for one in outline.units[unit.index + 1 : unit.index + 60] if one.index not in below]
    answers = [one for one in outline.descendants(unit) if _OPENS.match(one.low)]
    for one in (*answers, *after[:_ANSWERS_BELOW]):
        if one.section != unit.section or "?" in one.text:
            return
        if _OPENS.match(one.low):
            yield one


def _ways(low: str) -> dict[str, Way]:
    found: dict[str, Way] = {}
    answers = list(_ANSWER.finditer(low))
    for match, after in pairwise([*answers, None]):
        assert match is not None
        said = low[match.end() : after.start() if after is not None else len(low)]
        found.setdefault(match[1], _way(said.partition(". ")[0]))
    return {answer: way for answer, way in found.items() if way != ""}


def _way(said: str) -> Way:
    if go := _GO.search(said):
        return int(go[1])
    if _DENY.search(said):
        return DENY
    if _APPROVE.search(said):
        return APPROVE
    return ON if _ON.search(said) else ""
