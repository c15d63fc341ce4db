"""Why the plan said no: reasons by the letter's own sentences and by its reason codes, in the letter's order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from ketacli.documents.model import Page
from ketacli.policy.fields.lazy import Lazy, lazy
from ketacli.policy.fields.place import quoted, sentences
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE
_BARE_CODE = lazy(r"^.{0,40}\b(?:CO|PR|OA|PI|CR)[- ]?\w{1,3}\b.{0,12}$")
_DISOWNED = lazy(
    r"\b(?:did|do|does|was|were|is|are|have|has) not (?:say|treat|consider|find|regard|call|deny|review|reviewed|"
    r"decide|deem|mean|base|reach|rely|address|take up|judge|rule on|question|doubt|dispute|ask|look at|turn on|"
    r"rest on|"
    r"depend)\w*\b(?! us\b)|\bno finding|(?:not|never) in (?:doubt|dispute|question)|not at issue|"
    r"without (?:deciding|reaching)|"
    r"nothing to do with|\b(?:is|are|was|were) (?:fully |also )?(?:met|satisfied)\b|"
    r"withdr[ae]w\w* (?:that|this|it)\b|no longer (?:rel(?:y|ies)|maintain|hold|claim)\w*|\bno(?:t|"
    r" longer) (?:a )?(?:question|because)|\bnot (?:because|based on|due to)|"
    r"\bnot (?:been )?(?:treated|considered|regarded|denied) (?:as|because|for)|(?:is|was) not (?:experimental|"
    r"investigational|excluded|out[- ]of[- ]network)|did not consider whether|without regard",
    _I,
)
_HISTORY = lazy(
    r"\bhad (?:been )?(?:\w+ )?(?:denied|refused|declined|said|told|turned down)|\b(?:first|originally|initially|"
    r"earlier) "
    r"(?:denied|refused|declined|denial|decision|refusal|letter|determination|said|was denied)|"
    r"\b(?:initial|original|previous|prior) (?:denial|decision|refusal|letter|determination)|"
    r"^\s*on [a-z]{3,9}\.? \d{1,2}(?:, \d{4})?,? (?:we|the plan|\w+ plan) (?:had )?(?:denied|refused|declined|told)",
    _I,
)
"""A reason of an earlier decision; it counts where the letter gives no other of its own."""
_ELSEWHERE = lazy(
    r"\byou (?:can(?! (?:\w+ )?be (?:\w+ )?(?:treated|cared))|"
    r"may|must|have the right)\b|\bmay appeal|\bappeals?\b|\bif (?:you|we|your|the|this|it|they|a)\b|"
    r"external review|independent review|\bright to\b|involved? medical judgment|copies of|"
    r"civil action|does not apply to|except(?:ion)? (?:for|of)|may be denied|\bwe cover\b|is covered (?:when|for|"
    r"if)|are covered (?:when|for|if)|in the future|next time|other (?:services|treatments)",
    _I,
)
APPEALS_PART = lazy(
    r"(?:^|\n)[^\n]{0,12}(?:your (?:appeal |right)|appeal rights|how to appeal|rights? to appeal|"
    r"if you (?:do not agree|disagree)|what (?:you can do|if)|to appeal|appeals?\b[^\n]{0,30}$|you (?:can|"
    r"may) (?:appeal|ask us to look)|"
    r"you have (?:the )?right|disagree|next steps|what happens next|how do i appeal|requesting an appeal)",
    _I | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with the words that gave it."""

    word: str
    """In the vocabulary of CONTRACT: `experimental`, `step_therapy`, …"""
    where: Quoted
    at: tuple[int, int]
    """Page and offset, for the letter's order."""
    past: bool = False
    """True where the sentence tells of an earlier decision."""


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).parent / "vocabulary" / "reasons.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def _patterns(strength: str = "phrases") -> tuple[tuple[str, Lazy], ...]:
    return tuple(
        (word, lazy("|".join(_pattern(phrase) for phrase in entry[strength]), _I))
        for word, entry in _vocabulary().items()
        if strength in entry
    )


def _pattern(phrase: str) -> str:
    """A phrase as a pattern: blanks match any white space, `*` up to four words, a star at a word's end any ending."""
    out = []
    for piece in re.split(r"( \*\*? |\s)", phrase):
        if piece == " * ":
            out.append(r"(?:\s+[\w'’-]+){0,4}?\s+")
        elif piece == " ** ":
            out.append(r"(?:[,;]?\s+[\w'’-]+){0,10}?[,;]?\s+")
        elif piece.isspace():
            out.append(r"\s+")
        else:
            out.append(piece.replace("*", r"\w*"))
    return r"\b" + "".join(out).replace("(of )?", "(?:of )?") + r"\b"


def find_reasons(
    pages: list[tuple[Page, str]], codes: list[tuple[str, Page, int]], remarks: frozenset[str] = frozenset()
) -> list[Reason]:
    """Reasons in the letter's order, each once: from its sentences up to the part on appeals, and from reason codes.

    `codes` are the printed claim adjustment reason codes with their places, `remarks` the remark codes beside them. The
    reason of an earlier decision counts where the letter gives none of its own.
    """
    said = list(_by_sentences(pages, "phrases"))
    now = [reason for reason in said if not reason.past]
    found = [*now, *_by_codes(codes, remarks)] or said or list(_by_sentences(pages, "weak"))
    found.sort(key=lambda reason: reason.at)
    kept: dict[str, Reason] = {}
    for reason in found:
        first = kept.setdefault(reason.word, reason)
        # A sentence says more than a code; the place of the first mention keeps the order.
        if len(str(reason.where["quote"])) > len(str(first.where["quote"])) and _BARE_CODE.search(
            str(first.where["quote"])
        ):
            kept[reason.word] = Reason(reason.word, reason.where, first.at)
    return list(kept.values())


def _by_sentences(pages: list[tuple[Page, str]], strength: str) -> Iterator[Reason]:
    for page, text in pages:
        stop = len(text)
        begun = _body_start(text) if page.number == 1 else 0
        ended = APPEALS_PART.search(text, begun + 60)
        if ended:
            stop = ended.start()
        for first, last in sentences(text[begun:stop]):
            start, end = begun + first, begun + last
            sentence = text[start:end].replace("\n", " ")
            if sentence.rstrip().endswith("?") or (_ELSEWHERE.search(sentence) and not _because(sentence)):
                continue
            past = bool(_HISTORY.search(sentence))
            for reason in _of_sentence(page, sentence, start, strength):
                yield replace(reason, past=past)
        if ended:
            return


def _because(sentence: str) -> bool:
    return bool(re.search(r"\bbecause\b|\breasons?\b|\bdue to\b|not approve|denied", sentence, _I)) and not re.search(
        r"\bif (?:you|we)\b", sentence, _I
    )


def _body_start(text: str) -> int:
    """Where the letter begins to speak: at its salutation, else at the line that first decides."""
    dear = re.search(r"(?:^|\n)\s*(?:dear|hello|hi)\b", text, _I)
    if dear:
        return dear.start()
    found = re.search(r"\b(?:denied|not approve|not pay|cannot approve|not authorized|reason)\b", text, _I)
    return max(0, text.rfind("\n", 0, found.start())) if found else 0


def _of_sentence(page: Page, sentence: str, start: int, strength: str) -> Iterator[Reason]:
    parts = _clauses(sentence)
    for offset, printed in parts:
        clause = re.sub(r"n['\u2019]t\b", " not", printed)
        if _DISOWNED.search(clause):
            continue
        for word, pattern in _patterns(strength):
            found = pattern.search(clause)
            if found and _holds(word, clause, found.start()):
                at = start + offset
                yield Reason(word, quoted(page, at, at + len(printed.rstrip())), (page.number, at + found.start()))


def _clauses(sentence: str) -> list[tuple[int, str]]:
    """Clauses that a negation does not reach beyond: cut at ", and we did not", "; " and ", but"."""
    cuts = [0]
    for found in re.finditer(
        r";\s+(?=(?:we|it|this|that|the|but|and|your|you)\b)|,\s+(?=(?:and|but)\s+(?:we|it|this|the plan)\b)|"
        r"\bbut\s+(?=we|it|this)",
        sentence,
        _I,
    ):
        cuts.append(found.end())
    cuts.append(len(sentence))
    return [(start, sentence[start:end]) for start, end in pairwise(cuts) if sentence[start:end].strip()]


def _holds(word: str, clause: str, at: int) -> bool:
    """Doubtful words need company: an exclusion that is quoted to allow something is none, a missing trial is no
    missing paper."""
    before = clause[:at]
    if re.search(r"\b(?:no|not an?|never|without an?|does not ask for)\s+$", before, _I) and word not in (
        "missing_information",
        "not_medically_necessary",
    ):
        return False
    if word == "missing_information" and re.match(
        r"(?:[\w-]+ ){1,5}(?:\w+ )?(?:approval|(?:pre)?authorization|pre-?certification)\b", clause[at:], _I
    ):
        return False
    if word == "coding" and re.match(r"[\w ]*codes?\s*:", clause[at:], _I):
        return False
    if word == "level_of_care" and re.match(
        r"level\s+of\s+care\s+(?:\w+\s+)?(?:guideline|criteria|manual|policy)", clause[at:], _I
    ):
        return False  # the name of a guideline
    if word == "excluded_benefit":
        return not re.search(r"not (?:been )?excluded|exclusion does not apply|no exclusion", clause, _I)
    if word == "out_of_network":
        return not re.search(r"even if|in or out of network", clause, _I)
    return True


def _by_codes(codes: list[tuple[str, Page, int]], remarks: frozenset[str] = frozenset()) -> Iterator[Reason]:
    for code, page, at in codes:
        word = _reason_of_code(code, remarks)
        if word:
            end = page.text.find("\n", at)
            yield Reason(word, quoted(page, at, min(end if end >= 0 else len(page.text), at + 80)), (page.number, at))


def _reason_of_code(code: str, remarks: frozenset[str] = frozenset()) -> str | None:
    """The reason that an adjustment code stands for; 16 (something is missing) is told by its remark codes."""
    if code == "16" and remarks & frozenset(_vocabulary()["coding"]["remarks"]):
        return "coding"
    return next((word for word, entry in _vocabulary().items() if code in entry["codes"]), None)


def reasons_of_codes(codes: list[str], remarks: frozenset[str] = frozenset()) -> list[str]:
    """Reasons that adjustment codes stand for, in their order, each once."""
    words = (_reason_of_code(code, remarks) for code in codes)
    return list(dict.fromkeys(word for word in words if word))
