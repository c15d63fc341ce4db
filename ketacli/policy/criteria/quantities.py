"""Reads amounts as policies write them: "≥ 18", "at least two (2)", "no fewer than three", "6-8 weeks"."""

from __future__ import annotations

from functools import cache, lru_cache

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.vocabulary import numbers
from ketacli.policy.reading import Comparison, Number
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

_ONE_TO_ONE = str.maketrans(
    {0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2212: "-", 0x2019: "'", 0x2018: "'", 0xA0: " "}
    | {0x201C: '"', 0x201D: '"', 0x2265: "≥", 0x2264: "≤", 0x2A7E: "≥", 0x2A7D: "≤"}
)
MARK = "#"
"""Stands for an amount in the shadow of a text, one for each of its characters."""


@record
class Quantity:
    """An amount, with its bound where one is stated."""

    value: Number
    high: Number | None = None
    """Upper end of a range."""
    comparison: Comparison | None = None
    start: int
    end: int
    """Offsets of number and comparison words that touch it."""


@record
class Shadow:
    """A text in lower case in which every amount is a run of `#`; offsets are those of the text."""

    text: str
    quantities: tuple[Quantity, ...]

    def at(self, start: int) -> Quantity | None:
        """The amount that begins at an offset."""
        return next((quantity for quantity in self.quantities if quantity.start == start), None)


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Lower case with plain hyphens, quotes and blanks, of the same length as the text."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.translate(_ONE_TO_ONE)


@lru_cache(maxsize=512)
def shadow_of(text: str) -> Shadow:
    """Find the amounts of a text and put `#` in their place, so that patterns need not know how a number is written.

    A comparison after the unit ("6 weeks or longer") is blanked too, so that its "or" joins nothing.
    """
    low = folded(text)
    if not _may_hold_number(low):
        return Shadow(text=low, quantities=())
    chars = list(low)
    found: list[Quantity] = []
    for match in _pattern().finditer(low):
        quantity = _quantity(match, low)
        if quantity is None or (quantity.value < 6 and _NAMED_BY_NUMBER.search(low, 0, match.start())):
            continue
        if match["after_unit"]:
            chars[match.start("after_unit") : match.end("after_unit")] = " " * len(match["after_unit"])
        chars[quantity.start : quantity.end] = MARK * (quantity.end - quantity.start)
        found.append(quantity)
    return Shadow(text="".join(chars), quantities=tuple(found))


_NAMED_BY_NUMBER = re.compile(r"\b(?:step|tier|phase)[ -]$")
"""Before a number that is a name ("three Step 1 drugs")."""


def _may_hold_number(low: str) -> bool:
    return _number_words()(low) or (not low.isascii() and any(char.isdigit() for char in low))


@cache
def _number_words() -> AnyOf:
    return AnyOf(*"0123456789", *numbers().words)


def _quantity(match: re.Match[str], low: str) -> Quantity | None:
    value = _value(match["number"])
    upper = match["high"] or match["upto"]
    high = _value(upper) if upper else None
    before, after = match["before"], match["after"] or match["after_unit"] or match["plus"]
    if value is None or (match["number"] in ("one", "half") and _is_pronoun(low, match)):
        return None
    comparison: Comparison | None = None
    if before and before.startswith("between"):
        before = None
    if before:
        comparison = numbers().before[" ".join(before.split())]
    elif after:
        comparison = numbers().after.get(" ".join(after.split()), "at_least")
    end = (
        match.end("after")
        if match["after"]
        else max(match.end("number"), match.end("high"), match.end("again"), match.end("upto"))
    )
    end = max(end, match.end("plus"))
    start = match.start("before") if before else match.start("number")
    return Quantity(value=value, high=high, comparison=comparison, start=start, end=end)


def _is_pronoun(low: str, match: re.Match[str]) -> bool:
    """ "One of the following", "or has consulted one", "one by one" count nothing."""
    rest = low[match.end("number") :].lstrip()
    return (
        rest[:3] in ("of ", "or ")
        or rest.startswith(("third", "half", "quarter", "fifth"))
        or not rest
        or not (rest[0].isalnum() or rest[0] in "(-")
    )


def _value(written: str) -> Number | None:
    words = numbers().values
    if written in words:
        return words[written]
    if "-" in written or " " in written:
        tens, _, ones = written.replace("-", " ").partition(" ")
        return words.get(tens, 0) + words.get(ones.strip(), 0)
    try:
        number = float(written.replace(",", ""))
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _alternatives(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@cache
def _pattern() -> re.Pattern[str]:
    vocabulary = numbers()
    tens = "|".join(vocabulary.tens)
    words = _alternatives(vocabulary.words)
    number = (
        rf"(?:(?:{tens})[-\s](?:{words})\b|(?:{words})\b|(?<![\w.$/])\d{{1,3}}(?:,\d{{3}})+|(?<![\w$/])\d+(?:\.\d+)?)"
    )
    plain = r"(?<![\w$/-])"
    before = _alternatives(list(vocabulary.before))
    after = _alternatives(list(vocabulary.after))
    units = "|".join(vocabulary.units)
    return re.compile(
        rf"(?:(?<![\w-])(?P<before>{before})\s*\(?\s*)?"
        rf"(?<![\w$/.-])(?<!\d,)(?P<number>{number})(?!/\d|-\d{{3}}-|\.\d|\d|:\d|(?:st|nd|rd|th)\b)"
        rf"(?P<again>\s*\(\s*(?:{number})\s*\))?"
        rf"(?:\s*(?:-|to|through)\s*(?P<high>{plain}{number}|(?<=-){number})(?=\s*-?\s*(?:{units})|\s*[;,]|\.?\s*$)"
        rf"|(?(before)\s+and\s+(?P<upto>{plain}{number})(?=\s*(?:{units}|$|[,;.])))"
        rf")?"
        rf"(?P<plus>\s?\+)?"
        rf"(?:(?:\s*,)?\s*(?P<after>{after})(?![\w-]|\s+than\b)"
        rf"|(?=\s*[-]?\s*(?:{units})(?:\s+of\s+age|\s+old)?(?:\s*,)?\s*(?P<after_unit>{after})(?![\w-])))?"
    )
