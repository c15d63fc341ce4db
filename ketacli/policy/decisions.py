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
    r"(?:^|[.:)\]|]\s*|(?<!\w)(?:step|question|q)?\s*\d+\s*[.:)]?\s*)"
    r"(?:(?:in|for|at|on|during|before|since|compared with|over|within)\b[^?.;,]{2,60},\s*)?"
    r"(?:is|are|was|were|does|do|did|has|have|had|will|would|can)(?!\w)[^?]{6,}\?"
)
_ANSWER = re.compile(
    r"(?:(?:^|[.;:|\])]|\n)\W*(?:if (?:the answer is )?)?|(?<!\w)if (?:the answer is )?|"
    r"(?<=\s)(?=(?:yes|no)\s*(?:[:→]|->)))"
    r"(yes|no)(?!\w)(?!\s+(?:more|further|longer|other|evidence|prior|history|need|additional|number)\b)(?=\W*\S)"
)
_OF_COVERAGE = re.compile(r"\b(?:cover(?:s|ed|age)?|pays?|paid|reimburs\w+|costs?|insurance|benefits?)\b")
"""What people ask about a plan: "yes" answers them, and decides on no request."""
_OPENS = re.compile(r"\W*(?:if (?:the answer is )?)?(?:yes|no)(?!\w)")
_NUMBER = re.compile(r"[\s|]*(?:(?:step|question|q)\W*)?#?\(?(\d{1,2})[.):]*(?=\s|$)")
_GO = re.compile(
    r"^\W*(?:then )?(?:(?:please )?(?:go|proceed|continue|skip|move|advance|turn|jump)(?:es)?(?: on)?(?: to)?|"
    r"see|to|q)?\W*(?:with |to )?(?:question|step|item|number|no\.|#|q\.?)?\W*(\d{1,2})\b"
    r"(?!\s*(?:weeks?|months?|days?|years?|kits?|%))"
)
_ON = re.compile(
    r"^\W*(?:then )?(?:go on|go|continue|proceed|move on)(?: (?:to|with|at) (?:the )?next(?: question| step)?| below)?"
    r"\W*$|^\W*next\b|^\W*(?:continue|proceed) below\b"
)
_ELSEWHERE = re.compile(r"^\W*(?:then )?(?:please )?(?:go|proceed|continue|skip|turn|see|refer|use)(?: on)?(?: to)? \w")
_DENY = re.compile(
    r"(?<!\w)(?:den(?:y|ied|ial)|do not approve|not approv\w+|not (?:be )?(?:met|covered|authori[sz]ed|eligible)|"
    r"does not (?:meet|qualify)|stop|reject\w*|decline\w*|refer(?:red)? to)(?!\w)"
)
_APPROVE = re.compile(
    r"(?<!\w)(?:approv\w+|authori[sz]\w+|criteria (?:are )?met|meets? (?:the )?criteria|grant\w*|cover\w*)(?!\w)"
)
_LONGEST = 3000
"""Characters of a unit that is still looked at."""
_ANSWERS_BELOW = 3
"""Units below a question's list in which its two answers may stand."""
APPROVE, DENY, ON, ELSEWHERE = "approve", "deny", "on", "elsewhere"
Way = int | str
"""Where an answer leads: to the question of that number, or to one of `APPROVE`, `DENY`, `ON` (the next question),
`ELSEWHERE` (another page or chapter)."""


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
    number = _NUMBER.match(unit.marker) or _NUMBER.match(unit.low)
    opening = number.end() if number and not unit.marker else 0
    asks = _ASKS.search(unit.low)
    if asks is None or len(unit.text) > _LONGEST or _OF_COVERAGE.search(asks[0]):
        return None
    letters = (at for at in range(max(asks.start(), opening), asks.end()) if unit.low[at].isalpha())
    start = next(letters, asks.start())
    ways = _columns(unit) or _ways(unit.low[asks.end() :])
    below = [] if ways else list(_answers_below(outline, unit))
    ways = ways or _ways("\n".join(one.low for one in below))
    if len(ways) < (1 if number else 2):
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


def _columns(unit: Unit) -> dict[str, Way]:
    """The ways in the cells of a row whose columns are headed "Yes" and "No"."""
    found: dict[str, Way] = {}
    for cell, header in zip(unit.cells, unit.headers, strict=False):
        head = " ".join(header.lower().split()).strip(" .:?")
        answer = next((word for word in ("yes", "no") if head in (word, f"if {word}")), "")
        if answer and (way := _way(unit.low_of(cell))):
            found[answer] = way
    return found


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
        found.setdefault(match[1], _way(said.partition(". ")[0]) or _way(said))
    return {answer: way for answer, way in found.items() if way != ""}


def _way(said: str) -> Way:
    if go := _GO.match(said.strip()):
        return int(go[1])
    if _ON.match(said.strip()):
        return ON
    if _DENY.search(said):
        return DENY
    if _APPROVE.search(said):
        return APPROVE
    return ELSEWHERE if _ELSEWHERE.match(said.strip()) else ""
