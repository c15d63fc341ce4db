"""Numbers and durations as documents write them: "180 calendar days", "sixty (60) days", "72-hour"."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.records import positional

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORD = "|".join([*_ONES, *_TENS, "hundred"])
_SPELLED = rf"(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}))*"
_DURATION = lazy(
    rf"(?<![\w.$/-])(?:(?P<digits>\d{{1,4}})|(?P<words>{_SPELLED}))"
    r"(?:\s*\(\s*(?P<inside>\d{1,4}|[a-z -]{3,30})\s*\))?"
    r"[\s-]*(?P<kind>(?:full|consecutive|calendar|business|working)[\s-]+)?"
    r"(?P<unit>hour|hr|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_AMOUNT = lazy(r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{2})?(?!\d)")


@positional
class Duration:
    """A number of hours, days, weeks, months or years, and where it stands."""

    number: int
    unit: str
    """`hour`, `day`, `week`, `month` or `year`."""
    business: bool
    """True for business or working days."""
    start: int
    end: int


def spelled_number(words: str) -> int:
    """The value of a number in words ("one hundred and eighty" is 180); words that are no numbers count nothing."""
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += _ONES.get(word, _TENS.get(word, 0))
    return total


def durations(text: str) -> Iterator[Duration]:
    """Durations in the order of the text; offsets are into `text`."""
    lower = text.lower()
    if not any(unit in lower for unit in ("day", "hour", "month", "week", "year", "hrs")):
        return
    for found in _DURATION.finditer(text):
        inside = found["inside"] or ""
        number = int(found["digits"]) if found["digits"] else spelled_number(found["words"])
        if inside.isdigit():
            number = int(inside)
        unit = found["unit"].lower()
        kind = (found["kind"] or "").lower()
        yield Duration(
            number=number,
            unit="hour" if unit == "hr" else unit,
            business=kind.startswith(("business", "working")),
            start=found.start(),
            end=found.end(),
        )


def dollars(text: str) -> list[tuple[float | int, int, int]]:
    """Dollar amounts with start and end: whole dollars as int, amounts with cents as float."""
    return [
        (_number(found[1].replace(",", ""), found[2]), found.start(), found.end()) for found in _AMOUNT.finditer(text)
    ]


def _number(whole: str, cents: str | None) -> float | int:
    if not cents or cents == ".00":
        return int(whole)
    return float(whole + cents)
