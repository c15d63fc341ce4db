"""What a letter to one person decides: denied, partly denied, approved, or nothing yet (KF061)."""

from __future__ import annotations

from dataclasses import field

from ketacli.policy import lazy_re as re
from ketacli.policy.fields import verdict_words as words
from ketacli.policy.fields.place import sentences
from ketacli.records import growing

_I = re.IGNORECASE
_LONGEST = 900
"""Characters of a sentence that are read; what runs on longer is a table or a list."""
_BOILERPLATE = re.compile(
    r"\b(?:you (?:may|can|have the right to)|how to|rights?\b|to) (?:also )?(?:appeal|ask for an appeal|"
    r"file an appeal)|appeal rights|your rights\b|if you (?:disagree|do not agree)",
    _I,
)


@growing
class _Tally:
    """Sentences by what they decide, with the place of the first of each."""

    counts: dict[str, int] = field(default_factory=lambda: {"denied": 0, "approved": 0, "pended": 0})
    first: dict[str, int] = field(default_factory=dict)
    partly: bool = False
    reversed: bool = False
    upheld: bool = False
    past_approval: bool = False

    def add(self, verdict: str, at: int) -> None:
        self.counts[verdict] += 1
        self.first.setdefault(verdict, at)


def letter_verdict(text: str) -> str | None:
    """`denied`, `partly_denied`, `approved`, `pended`, or None where nothing is decided or the words leave it open.

    Conditional sentences ("if we deny a later request"), earlier letters, approvals of the past and general clauses do
    not decide. An approval that stands beside signs of a refusal is not taken for one.
    """
    text = text.replace("\u2019", "'")
    tally = _Tally()
    for start, end in sentences(text):
        sentence = " ".join(text[start:end].split())[:_LONGEST]
        _count(sentence, start, tally)
    if tally.partly:
        return "partly_denied"
    if tally.reversed and not tally.upheld:
        return "approved"
    verdict = _settled(tally)
    return None if verdict == "approved" and _doubtful(text, tally) else verdict


def _count(sentence: str, start: int, tally: _Tally) -> None:
    conditional = bool(words.NOT_THIS.search(sentence))
    if words.PARTLY.search(sentence) and not (conditional and words.UNDONE.search(sentence)):
        tally.partly = True
    if words.REVERSED.search(sentence) and not words.UNDONE.search(sentence):
        tally.reversed = True
    if words.UPHELD.search(sentence) and not re.search(r"\bif\b|\bwhen\b|\bonce\b|\bafter\b", sentence, _I):
        tally.upheld = True
        tally.add("denied", start)
        return
    verdict = _sentence_verdict(sentence, conditional)
    if verdict == "approved" and words.PAST.search(sentence):
        tally.past_approval = True
    elif verdict:
        tally.add(verdict, start)


def _settled(tally: _Tally) -> str | None:
    """One verdict alone decides; "not a denial, more information needed" beats a denial further down; both approved
    and denied services in one letter are a denial in part."""
    counts, first = tally.counts, tally.first
    given = [verdict for verdict, count in counts.items() if count]
    if not given:
        return None
    if len(given) == 1:
        return given[0]
    if "pended" in given and first["pended"] == min(first.values()):
        return "pended"
    if "denied" in given and "approved" in given:
        return "partly_denied"
    return min(given, key=lambda verdict: first[verdict])


def _doubtful(text: str, tally: _Tally) -> bool:
    """An approval of the past, or one that offers an appeal and speaks of less than was asked, is no plain approval."""
    if tally.past_approval:
        return True
    if not words.OFFERS_APPEAL.search(text):
        return False
    ends = _BOILERPLATE.search(text)
    return bool(words.LESS.search(text[tally.first["approved"] : ends.start() if ends else len(text)]))


def _decides_first(sentence: str) -> bool:
    """Whether a clause without a condition refuses before the sentence goes on to its reasons."""
    clause = re.split(r"[:;]\s", sentence, maxsplit=1)[0]
    return len(clause) < len(sentence) and not words.NOT_THIS.search(clause) and bool(words.DENIED.search(clause))


def _sentence_verdict(sentence: str, conditional: bool) -> str | None:
    title = words.NOTICE_TITLE.search(sentence)
    if words.PENDED.search(sentence) and not re.search(r"\bif (?:we|you)\b|to appeal|your appeal", sentence, _I):
        return None if re.search(r"\bwas (?:first |once )?(?:pended|on hold)", sentence, _I) else "pended"
    if conditional and not (title and len(sentence) < 120) and not _decides_first(sentence):
        return None
    if words.DENIED.search(sentence) or words.ENDED.search(sentence):
        return "denied"
    return "approved" if words.APPROVED.search(sentence) else None
