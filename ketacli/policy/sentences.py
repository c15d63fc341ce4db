"""Where sentences end: full stops of abbreviations, of list markers and of initials end none."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.remembered import remembered

_END = re.compile(r"[.!?][\"')\]]*(?=\s+(?:[\"'(\[]|[A-Z0-9•≥≤*]))")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|approx|no|nos|dr|mr|mrs|ms|st|inc|co|corp|ltd|jr|sr|p\.?o|u\.s|sec|art|para|fig|"
    r"ext|dept|attn|ave|blvd|rd|ln|rm|jan|feb|mar|apr|aug|sept?|oct|nov|dec|min|max|incl|excl|ed|vol|pp|rev)"
    r"|(?:^|[\s(])[a-z]|(?:^|(?<!\bi and)(?<!\b1 and)(?<!\bi or)(?<!\b1 or)(?<!types)"
    r"(?<!\bage)(?<!least)(?<!most)(?<!than)(?<!\bis)(?<!over)(?<!under)(?<!above)(?<!below)(?<!\bto)(?<!exceed)"
    r"(?<!type)(?<!chapter)(?<!section)(?<!schedule)(?<!bipolar)(?<!article)[\s(;:])(?:\d{1,2}|[ivx]{1,4}))$",
    re.IGNORECASE,
)


@remembered
def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a masked text, without the white space around it."""
    spans: list[tuple[int, int]] = []
    at = 0
    for found in _END.finditer(text):
        if text[found.start()] == "." and _ABBREVIATED.search(text, max(at, found.start() - 16), found.start()):
            continue
        _add(spans, text, at, found.end())
        at = found.end()
    _add(spans, text, at, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))
