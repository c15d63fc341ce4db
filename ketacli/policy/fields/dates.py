"""Dates as documents print them, as ISO text. American order (month first) unless that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.records import positional

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_MONTH = r"(?:[Jj][Aa]|[Ff]|[Mm][Aa]|[Aa][PpUu]|[Jj][Uu]|[Ss][Ee]|[Oo][Cc]|[Nn][Oo]|[Dd][Ee])[A-Za-z]{1,8}"
_NAMES = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_DATE = lazy(
    rf"(?<![\w/.-])(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<m2>{_MONTH})\.?,?[\s-]+(?P<y2>\d{{4}})"
    r"|(?P<y3>(?:19|20)\d\d)[-/](?P<m3>\d{1,2})[-/](?P<d3>\d{1,2})"
    r"|(?P<m4>\d{1,2})(?P<sep>[/.-])(?P<d4>\d{1,2})(?P=sep)(?P<y4>\d{4}|\d{2})"
    rf"|(?P<m5>{_MONTH})\.?,?\s+(?P<y5>(?:19|20)\d\d)"
    r"|(?P<m6>\d{1,2})[/.](?P<y6>(?:19|20)\d\d)"
    r"|(?P<m7>0[1-9]|1[0-2])\.(?P<y7>\d\d))(?![\w/]|[.-]\d)",
)


@positional
class Dated:
    """A date in a text: `YYYY-MM-DD`, or `YYYY-MM` where no day is given."""

    iso: str
    start: int
    end: int

    @property
    def has_day(self) -> bool:
        """True where the day of the month is known."""
        return len(self.iso) == 10


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Dates in the order of the text; impossible ones (13/45/2026) are left out. Offsets are into `text`."""
    for found in _DATE.finditer(text, start, len(text) if end is None else end):
        iso = _iso(found)
        if iso:
            yield Dated(iso=iso, start=found.start(), end=found.end())


def first_date(text: str, start: int = 0, end: int | None = None) -> Dated | None:
    """The first date in a stretch of text."""
    return next(dates(text, start, end), None)


def _iso(found: re.Match[str]) -> str | None:
    for suffix in "1234567":
        year = found[f"y{suffix}"]
        if year:
            month = found[f"m{suffix}"]
            day = found[f"d{suffix}"] if suffix in "1234" else None
            return _joined(_year(year), _month(month), int(day) if day else None)
    return None


def _year(text: str) -> int:
    """Two-digit years belong to 1980-2079."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 80 else 1900 + year


def _month(text: str) -> int:
    """The month's number; 0 for a word that only begins like a month."""
    if text.isdigit():
        return int(text)
    return _MONTHS[text[:3].lower()] if text.lower() in _NAMES else 0


def _joined(year: int, month: int, day: int | None) -> str | None:
    if day is None:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
