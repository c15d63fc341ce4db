"""Whether a word broken at a line's end keeps its hyphen: "treatment-|resistant" does, "infu-|sion" does not."""

from __future__ import annotations

from ketacli.patterns import kept as re

_LEFT = re.compile(r"([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)$")
_RIGHT = re.compile(r"[A-Za-z0-9]+")
_WORDS = frozenset(
    [
        "treatment",
        "self",
        "evidence",
        "follow",
        "long",
        "short",
        "high",
        "low",
        "well",
        "full",
        "part",
        "first",
        "second",
        "third",
        "fourth",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twelve",
        "single",
        "multi",
        "cross",
        "double",
        "half",
        "health",
        "mental",
        "opioid",
        "drug",
        "ketamine",
        "esketamine",
        "brand",
        "cost",
        "plan",
        "peer",
        "face",
        "site",
        "medication",
        "obsessive",
        "age",
        "time",
        "dose",
        "step",
        "pain",
        "alcohol",
        "placebo",
        "nurse",
        "risk",
        "substance",
        "best",
        "case",
        "claim",
        "court",
        "life",
        "point",
        "quality",
        "rapid",
        "real",
        "small",
        "table",
        "third-party",
        "wide",
        "work",
        "clinic",
        "patient",
        "member",
        "home",
        "research",
        "office",
        "hospital",
        "mood",
        "post",
        "day",
        "week",
        "month",
        "year",
        "hour",
    ]
)
"""First parts of compounds that English writes with a hyphen and that are no syllable of a longer word."""
_LINKS = frozenset(["of", "to", "the", "up", "in", "on", "by", "and", "or", "day", "week", "month", "year", "end"])
"""Inner parts of compounds of three: out-of-|pocket, end-to-|end."""


class Hyphens:
    """Judges breaks, each pair of halves once a document."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def is_hard(self, left: str, right: str, text: str) -> bool:
        """True where the hyphen between the end of `left` and the start of `right` is part of the word.

        `text` is the page on which the word stands: it tells whether the halves or the whole occur as words.
        """
        before, after = _LEFT.search(left), _RIGHT.match(right)
        if before is None or after is None:
            return False
        key = before[1].lower(), after[0].lower()
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _judge(before[1], after[0], text, right[after.end() :].startswith("-"))
        return known


def _judge(before: str, after: str, text: str, compound: bool) -> bool:
    last = before.rsplit("-", 1)[-1]
    if before[-1].isdigit() or after[0].isdigit() or after[0].isupper() or (last.isupper() and len(last) > 1):
        return True
    if f"{last}-{after}" in text:
        return True
    if f"{last}{after}" in text.replace("\ufffe", "-"):
        return False
    if compound and last.lower() in _PREFIXES:
        return True
    if last.lower() in (_LINKS if "-" in before else _WORDS):
        return True
    # A syllable such as "in" or "pre" keeps its hyphen only before what is a word by itself on this page.
    return last.lower() in _PREFIXES and re.search(rf"(?<![\w\ufffe-]){after}(?![\w\ufffe])", text) is not None


_PREFIXES = frozenset(
    ["non", "pre", "co", "in", "out", "off", "over", "on", "anti", "inter", "intra", "semi", "sub", "re", "no"]
)
