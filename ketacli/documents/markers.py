"""The grammar of list markers: bullets (odd glyphs too), numbers, letters, roman numerals, tick boxes.

A letter can be read in more ways than one ("i" is the ninth letter or the first roman numeral, "(c)" a letter or a
hundred): a `Marker` keeps all readings, and `Numbering` picks the one that goes on with an open list.
"""

from __future__ import annotations

from collections.abc import Iterable

from ketacli.patterns import kept as re
from ketacli.records import growing, positional

_BULLETS = "•◦▪▫■●○◆◇❖➢➤►▶▸▹‣⁃∙·◾◽✓✔➔→⇒⮚‐‑–—*+-" + "\u2022\u25e6\u2219\u22c4\u25cf"
_UNTICKED = "☐□❏❐❑❒⬜◻\uf0a8\uf06f\uf071\uf072"
_TICKED = "☑☒🗹🗷\uf0fe\uf0fd\uf053\uf054"
_SOLID = "".join(c for c in _BULLETS if c not in "‐‑–—*+-·→")
"""Glyphs that are a bullet even where no space follows."""

BOX = re.compile(
    rf"(?P<on>[{_TICKED}]|[\[(][xX✓✔✗✘][\])])\s*|(?P<off>[{_UNTICKED}]|\[ ?\](?!\()|\[_+\]|\( {{1,3}}\))\s*"
)
_BULLET = re.compile(
    rf"(?P<glyph>[{re.escape(_SOLID)}]|[\uf020-\uf0ff])\s*(?=\S)|(?P<loose>[{re.escape(_BULLETS)}])\s+(?=\S)"
    r"|(?P<letter>o|§|Ø|ü|v|q)\s+(?=[A-Za-z(\"“‘≥>])"
)
_NUMBER = re.compile(
    r"(?P<open>\(?)(?P<value>\d{1,3}|[A-Za-z]|[ivxIVX]{2,6})(?P<close>\.\)|[.)])(?=\s+\S|\s*$)\s*"
    r"|\[(?P<bracketed>\d{1,2}|[A-HJ-WYZa-hj-wyz])\](?=\s+\S)\s*"
)
_DECIMAL = re.compile(r"(?P<path>\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+(?=[A-Z\"“(☐☑☒])")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@positional
class Marker:
    """A list marker at the start of a line."""

    text: str
    """As printed."""
    length: int
    """Characters from the start of the line to the item's own text."""
    readings: tuple[tuple[str, int], ...]
    """(style, ordinal) pairs: ("upper.", 2) for "B."; ordinal 0 for bullets."""
    checked: bool | None = None

    @property
    def is_bullet(self) -> bool:
        """True for a glyph or box, which has no order."""
        return self.readings[0][1] == 0

    @property
    def may_open(self) -> bool:
        """True for a bullet, or for the first of its kind (1, A, a, I, i)."""
        return any(ordinal in (0, 1) for _, ordinal in self.readings)


def roman(text: str) -> int:
    """Value of a roman numeral in either case; 0 where it is none."""
    total, above = 0, 0
    for letter in reversed(text.lower()):
        value = _ROMAN.get(letter, 0)
        if not value:
            return 0
        total += -value if value < above else value
        above = max(above, value)
    return total if to_roman(total) == text.lower() else 0


def to_roman(number: int) -> str:
    """Lower-case roman numeral of a number from 1 to 399."""
    parts = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    out = ""
    for value, letters in parts:
        while number >= value:
            out, number = out + letters, number - value
    return out


def to_letters(number: int) -> str:
    """Lower-case letter of a number as word processors count: a … z, aa, bb."""
    count, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (count + 1)


def _readings(value: str, shape: str) -> tuple[tuple[str, int], ...]:
    if value.isdigit():
        return ((f"decimal{shape}", int(value)),)
    case = "upper" if value.isupper() else "lower"
    found = []
    if len(value) == 1:
        found.append((f"{case}{shape}", ord(value.lower()) - ord("a") + 1))
    if number := roman(value):
        found.append((f"{case}-roman{shape}", number))
    return tuple(found)


def _ordered(line: str) -> Marker | None:
    if found := _DECIMAL.match(line):
        path = found["path"].split(".")
        return Marker(found["path"], found.end(), ((f"path{len(path)}", int(path[-1]) or 1),))
    found = _NUMBER.match(line)
    if found is None or (found["open"] and found["close"] != ")"):
        return None
    value, shape = found["bracketed"] or found["value"], f"{found['open'] or ''}{found['close'] or '[]'}"
    if value.isdigit() and int(value) == 0:
        return None
    readings = _readings(value, shape)
    return Marker(found[0].strip(), found.end(), readings) if readings else None


def _boxed(line: str) -> tuple[bool, int] | None:
    found = BOX.match(line)
    return (found["on"] is not None, found.end()) if found else None


def parse(line: str) -> Marker | None:
    """The marker at the start of `line` (no leading white space), or None. A box and a number may stand together."""
    if not line:
        return None
    if box := _boxed(line):
        checked, length = box
        inner = _ordered(line[length:])
        if inner:
            return Marker(inner.text, length + inner.length, inner.readings, checked)
        return Marker(line[:length].strip(), length, (("box", 0),), checked)
    first = line[0]
    marker = None
    if first.isdigit() or first in "([" or (first.isalpha() and first.isascii()):
        marker = _ordered(line)
    if marker is None and (found := _BULLET.match(line)):
        glyph = found["glyph"] or found["loose"] or found["letter"]
        marker = Marker(glyph, found.end(), ((f"bullet{glyph}", 0),))
    if marker and (box := _boxed(line[marker.length :])):
        return Marker(marker.text, marker.length + box[1], marker.readings, box[0])
    return marker


def counts_on(marker: Marker, below: Iterable[str]) -> bool:
    """True where one of the lines below begins with the very next number: an excerpt of a list ("34. …", "35. …")."""
    style, ordinal = marker.readings[0]
    later = (parse(line) for line in below if line[:1].isdigit()) if style.startswith("decimal") else ()
    return any(other is not None and (style, ordinal + 1) in other.readings for other in later)


@growing
class _Open:
    """A list that is open at some depth."""

    style: str
    ordinal: int
    x: float
    paused: bool = False
    """True after a paragraph at its margin: only the very next number takes the list up again."""


class Numbering:
    """The stack of open lists of a document: which marker goes on with which list, and how deep it stands."""

    def __init__(self, tolerance: float = 2.0) -> None:
        self._open: list[_Open] = []
        self._tolerance = tolerance

    def reset(self) -> None:
        """Close all lists (at a heading)."""
        self._open.clear()

    def pause(self, x: float) -> None:
        """Note a paragraph at `x`: lists right of it end, one at the same margin may go on with its next number."""
        while self._open and self._open[-1].x > x + 10 * self._tolerance and self._open[-1].style.startswith("bullet"):
            self._open.pop()
        for at in self._open:
            at.paused = at.paused or at.x >= x - self._tolerance

    def fits(self, marker: Marker, x: float) -> bool:
        """True where the marker opens a list or goes on with an open one; a stray "B)" in a sentence does neither."""
        return marker.may_open or self._sibling(marker, x) is not None

    def is_next(self, marker: Marker, x: float) -> bool:
        """True where the marker is the very next number of an open list, at that list's own place."""
        return any(
            abs(at.x - x) <= self._tolerance and (at.style, at.ordinal + 1) in marker.readings for at in self._open
        )

    def _sibling(self, marker: Marker, x: float) -> tuple[int, str, int] | None:
        """(depth, style, ordinal) of the list that the marker goes on with; the innermost first.

        The very next number at the list's own place, then the very next number anywhere, then a number further on at
        the list's place: a gap of a few numbers (a lost page, a struck item) ends no list.
        """
        for step, anywhere in ((1, False), (1, True), (5, False)):
            for depth in range(len(self._open), 0, -1):
                at = self._open[depth - 1]
                near = abs(at.x - x) <= self._tolerance
                for style, ordinal in marker.readings:
                    if style == at.style and self._follows(at, ordinal, near, anywhere, step):
                        return depth, style, ordinal
        return None

    @staticmethod
    def _follows(at: _Open, ordinal: int, near: bool, anywhere: bool, step: int) -> bool:
        if not ordinal:
            return near and not at.paused
        if not at.ordinal < ordinal <= at.ordinal + step:
            return False
        return near or (anywhere and not at.paused)

    def place(self, marker: Marker, x: float, *, led_in: bool = True, opens: bool = False) -> int:
        """Depth, from 1, of an item whose marker starts at `x`; the list is noted as open.

        `led_in` says that the item above announces a list ("one of the following:"): a marker of another kind at the
        same place is then one level deeper, else it begins a list of the same level. `opens` says that the item right
        above ends in a colon: an "i." after "e. Both of the following:" is then no ninth letter but opens a list.
        """
        sibling = self._sibling(marker, x)
        if opens and sibling and marker.may_open and sibling[2] != self._open[sibling[0] - 1].ordinal + 1:
            sibling = None
        if sibling:
            depth, style, ordinal = sibling
            del self._open[depth:]
            for at in self._open:
                at.paused = False
            self._open[-1] = _Open(style, ordinal, min(x, self._open[-1].x) if ordinal else x)
            return depth
        style, ordinal = next((r for r in marker.readings if r[1] == 1), marker.readings[0])
        while self._open and (self._open[-1].paused or self._open[-1].x > x + self._tolerance):
            self._open.pop()
        while (
            self._open
            and abs(self._open[-1].x - x) <= self._tolerance
            and (self._open[-1].style == style or not led_in)
        ):
            self._open.pop()
        self._open.append(_Open(style, ordinal, x))
        return len(self._open)
