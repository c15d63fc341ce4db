"""What it costs when prior authorization was not asked for; an amendment beats the body (KF079)."""

from __future__ import annotations

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.numbers import dollars
from ketacli.policy.fields.place import folded, quoted, sentences
from ketacli.policy.outline import Outline
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE
_WITHOUT = lazy(
    r"(?:do(?:es)?n[’']?t|do(?:es)? not|did not|fail(?:s|ure)? to|without|not (?:obtained|received|requested)|no|"
    r"is not (?:given|obtained)|penalt\w+)[^.]{0,60}"
    r"(?:get it|prior auth\w*|pre-?auth\w*|pre-?cert\w*|approval|authorization|\bcall\b)|(?:authorization|"
    r"approval|certification)[^.]{0,40}penalty|don[’']t get it|does not get it",
    _I,
)
_COST = lazy(
    r"(?:benefits? (?:are|is|will be|may be) (?:reduced|cut) (?:by|to) [^.;]{3,70}|reduc(?:ed|tion) (?:by|"
    r"of) [^.;]{3,70}|(?:an? )?(?:extra|additional|penalty of(?: up to)?|penalty is)\s+"
    r"(?:\$[\d,.]+|\d+ ?%)[^.;]{0,50}|\$[\d,]+ penalty[^.;]{0,40}|no benefits? (?:are|is|will be) (?:paid|"
    r"payable)|benefits? (?:are|will be) denied)",
    _I,
)


def penalty(document: Document, outline: Outline) -> tuple[dict[str, object], Quoted] | None:
    """`{text, percent, maximum, amount}` in percent and dollars, with its place."""
    pages = document.pages_by_number()
    best: tuple[int, dict[str, object], Quoted] | None = None
    for unit in outline.units:
        if not unit.in_force or not (_COST.search(unit.text)):
            continue
        spans = list(sentences(unit.text))
        for index, (start, end) in enumerate(spans):
            sentence = unit.text[start:end]
            cost = _COST.search(sentence)
            before = unit.text[spans[index - 1][0] : start] if index else ""
            if not cost or not (_WITHOUT.search(sentence) or _WITHOUT.search(before)):
                continue
            rank = _rank(unit.text, " ".join(outline.section_of(unit).path))
            if best is None or rank > best[0]:
                best = (rank, _parts(cost[0]), quoted(pages[unit.page], unit.start + start, unit.start + end))
    return (best[1], best[2]) if best else None


def _rank(text: str, headings: str) -> int:
    """An amendment first, then what is said of mental health or infusions, then the rest."""
    if re.search(r"amendment|rider|is (?:hereby )?(?:changed|replaced|amended)", headings + text, _I):
        return 2
    return int(bool(re.search(r"mental|behavioral|infusion|psychiatr", text, _I)))


def _parts(words: str) -> dict[str, object]:
    percent = re.search(r"(\d{1,3})\s?%", words)
    capped = re.search(r"(?:up to|maximum(?: of)?|no more than|not more than|max\.?)\s*(?:a )?\$\s?[\d,]+", words, _I)
    amounts = [
        amount for amount, start, _end in dollars(words) if not (capped and capped.start() <= start < capped.end())
    ]
    return {
        "text": folded(words).strip(" ,"),
        "percent": int(percent[1]) if percent else None,
        "maximum": dollars(capped[0])[0][0] if capped else None,
        "amount": amounts[0] if amounts else None,
    }
