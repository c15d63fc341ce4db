"""Reads questions and their short answers: "Does the plan cover ketamine lozenges? Not at this time."."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.positions.clauses import Clause
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.items import is_demanded
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.positions.verdicts import Verdict
from ketacli.policy.reading import PositionWord
from ketacli.records import positional

_ASKS_COVERAGE = re.compile(
    r"(?:^|[.:;,?]\s*|(?<!\w)(?:and|but|so)\s+)(?:q\s*\d*\s*[.:)]\s*)?(?:will|would|does|do|is|are|can|could|may)\s+"
    r"[^?]*?(?<!\w)(?:cover(?:ed|s)?|pays?(?: for)?|paid(?: for)?|reimbursed?|a (?:covered )?benefit|get|receive|have|"
    r"approved?)(?!\w)[^?]*\?"
)
_TURNED = re.compile(
    r"(?<!\w)(?:not|n['\u2019]t|never|exclu\w+|denied|deny|prior authorization|preauthori\w+|approval first|"
    r"have to|need|fda|food and drug|"
    r"limit\w*|how|why|when|what|where|who|which|refuse\w*|required?|if)(?!\w)|n['\u2019]t(?!\w)"
)
"""Words that make "yes" and "no" answer something else than whether it is covered."""
_AT_LARGE = re.compile(
    r"(?<!\w)(?:by|does|do|will|can)\s+(?:(?:my|your|most|all|health|private|commercial|any|the|medical)\s+)*"
    r"insur(?:ance|ers?)(?!\w)"
)
"""A question about insurance at large: whoever answers it speaks for no payer."""
_MARK = r"^\W*(?:a\s*\d*\s*[.:)]\s*|answer\s*[.:]\s*)?"
_NO = re.compile(
    rf"{_MARK}(?:(?:sorry|unfortunately|at this time|currently|for now),?\s+)?"
    r"(?:no(?=\s*[,.;:!\u2013\u2014]|\s*$)|not (?:at this time|at present|currently|yet|now|under this plan)|"
    r"(?:we|you|it|they|the plan|this plan)\s+(?:(?:do|does|will|is|are|can)\s+not|cannot|"
    r"(?:do|does|is|are|ca|wo)n['\u2019]t)(?=\s*[,.;:!\u2013\u2014]|\s*$))"
)
_YES = re.compile(rf"{_MARK}yes(?!\w)")
_ONLY = re.compile(rf"{_MARK}only\s+(?:for|if|when|in|with|after)(?!\w)")
_BUT = re.compile(r"(?<!\w)(?:unless|except|but|however|other than|until|although|though|depends)(?!\w)")
_UNDER_CONDITIONS = re.compile(
    r"(?<!\w)(?:if|when|with|after|once|provided|as long as|only|criteria|prior|subject to)(?!\w)"
)
_ASKED_OF_PERSON = re.compile(
    r"(?<!\w)(?:(?:you|patients?|members?|veterans?|people)\s+(?:\w+\s+)?(?:must|needs?|ha(?:ve|s) to|(?:is|"
    r"are) required)"
    r"|(?:criteria|requirements?|conditions) (?:is|are|include|must))(?!\w)"
)
"""What the passages after "Yes." ask for."""


@positional
class Question:
    """A question whether treatments are covered, for uses or in general."""

    section: int
    treatments: tuple[str, ...]
    uses: tuple[Named, ...]
    plain: bool
    """Whether "yes" and "no" answer it."""


@positional
class Answer:
    """What a short answer decides, and for which uses."""

    position: PositionWord
    uses: tuple[Named, ...]
    end: int
    treatments: tuple[str, ...] = ()
    """Those that the answer names itself ("Yes, above all for Spravato")."""

    def clause(self, low: str) -> Clause:
        """The answer as a clause, so that a statement can be made of it."""
        word: PositionWord = "not_covered" if self.position == "not_covered" else "covered"
        asks = self.position == "covered_with_criteria"
        verdict = Verdict(0, self.end, "covered", word)
        return Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=(), conditional=asks)


def question_of(low: str, section: int) -> Question | None:
    """The question that a masked lower-case sentence asks about treatments of ours; None where it asks none."""
    drugs = [one for mention in find_treatments(low) for one in mention.ids]
    if not drugs or "other" in drugs:
        return None
    uses = tuple(use for use in find_indications(low) if use.kind in ("named", "group"))
    plain = _ASKS_COVERAGE.search(low) is not None and not (_TURNED.search(low) or _AT_LARGE.search(low))
    return Question(section, tuple(dict.fromkeys(drugs)), uses, plain)


def answer_of(low: str, question: Question) -> Answer | None:
    """What a sentence after a question answers; None where it answers neither yes nor no."""
    if not question.plain:
        return None
    if found := _NO.match(low):
        return None if _BUT.search(low) else Answer("not_covered", question.uses, found.end())
    found = _YES.match(low) or _ONLY.match(low)
    if found is None or (_BUT.search(low) and not _UNDER_CONDITIONS.search(low)):
        return None
    own = tuple(use for use in find_indications(low) if use.kind in ("named", "group"))
    asks = _UNDER_CONDITIONS.search(low) is not None
    drugs = tuple(dict.fromkeys(one for mention in find_treatments(low) for one in mention.ids if one != "other"))
    return Answer("covered_with_criteria" if asks else "covered", own or question.uses, found.end(), drugs)


def with_conditions(answer: Answer, outline: Outline, unit: Unit, offset: int) -> Answer:
    """A plain "yes" with the conditions, and the diagnosis, that are asked for up to the next question or heading."""
    if answer.position != "covered":
        return answer
    asked = [low for low in _until_next_question(outline, unit, offset) if _ASKED_OF_PERSON.search(low)]
    if not asked:
        return answer
    uses = {use.ids: use for low in asked for use in find_indications(low) if is_demanded(low[: use.start])}
    return Answer("covered_with_criteria", answer.uses or tuple(uses.values()), answer.end, answer.treatments)


def _until_next_question(outline: Outline, unit: Unit, offset: int) -> Iterator[str]:
    """Sentences after an offset of a unit, in lower case, and those of the units after it."""
    for one in outline.units[unit.index :]:
        if one.section != unit.section or one.text.rstrip().endswith("?"):
            return
        yield from (one.low_of(said) for said in one.sentences if one is not unit or said.offset > offset)
