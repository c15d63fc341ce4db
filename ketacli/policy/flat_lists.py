"""Lists of a text that lost its layout: lines without marks under a lead-in, told apart by how they end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ketacli.policy import lazy_re as re
from ketacli.records import growing

_GOES_ON = re.compile(r"(?:[;,]|[;,\s-](?:and|or|and/or|AND|OR|AND/OR)-?)$")
"""How an item ends that is not the last of its list."""
_AND = re.compile(r"(?:and|AND)-?$")
_OR = re.compile(r"(?:or|OR)-?$")
_OPENS = re.compile(
    r":$|\((?:must meet|meets?|one of|any of|all of|both)[^()]{0,30}\)$"
    r"|\([a-e1-5](?:\s*(?:,|and|or|/|-|–)\s*)+[a-e1-5][^()]{0,12}\)$",
    re.IGNORECASE,
)
"""How a line ends that leads the lines after it ("… all of the following:", "… (must meet all)")."""
_COUNTED = re.compile(
    r"\((?:must meet |meets? )?[a-e1-5](?:\s*(?:,|and|or|/|-|–)\s*)+(?:[a-e1-5],? (?:and|or) )*([a-e1-5])\)", re.I
)
_TWO = re.compile(r"\b(?:both|either)(?: one)? of (?:the following|these)\b", re.I)
_ANY = re.compile(r"\b(?:one|any|either)\b", re.I)
_REFUSES = re.compile(
    r"\b(?:(?:not|never|no longer)(?: be| generally| routinely| currently)?(?: considered)? "
    r"(?:covered|approved|authori[sz]ed|medically necessary|eligible|payable|paid|reimburs\w+|supported)"
    r"|(?:does|do|will) not (?:cover|pay|approve|authori[sz]e|reimburse)|non-?cover\w+|exclu(?:ded?|des|ding|sions?)"
    r"|investigational|experimental|unproven|denied|not medically necessary)\b",
    re.I,
)
_DECIDES = re.compile(
    r"\b(?:cover(?:ed|age|s)|medically necessary|approv\w+|authori[sz]\w+|experimental|investigational|unproven|denied"
    r"|excluded|policy|criteria|this section)\b",
    re.I,
)
_SENTENCES = re.compile(r"[.?!][\"')]?\s+[A-Z(]")
_LONGEST_ITEM = 600
_LONGEST_BARE = 120
_LONGEST_SENTENCE = 200


class Line(Protocol):
    """What this needs of a unit that is being put together."""

    kind: str
    text: str
    tight: bool


@growing
class _Lead:
    """A line whose items are being read."""

    index: int
    left: int
    """Items that it announces and that did not come yet; -1 where it names no number."""
    is_choice: bool
    in_sentences: bool = False
    """True where its items are whole sentences."""


class FlatLists:
    """Says for each unmarked line that follows another without a blank line what governs it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._open: list[_Lead] = []
        self._last = -1
        """The line that was read last as a lead-in or an item."""

    @property
    def lead(self) -> int | None:
        """The lead-in that still waits for items."""
        return self._open[-1].index if self._open else None

    def parent_of(self, index: int) -> int | None:
        """What governs a paragraph; None where it is no item of such a list."""
        text = self._lines[index].text.strip()
        opens = _OPENS.search(text) is not None
        found = self._place(index, text, opens=opens)
        if found is None:
            self._open.clear()
        if opens:
            self._open.append(_lead(index, text))
        if opens or found is not None:
            self._last = index
        return found

    def close(self, index: int) -> None:
        """A heading, list item or row ends what is open; a heading that ends in ":" leads what comes after it."""
        self._open.clear()
        text = self._lines[index].text.strip()
        if self._lines[index].kind == "heading" and text.endswith(":"):
            self._open.append(_lead(index, text))
            self._last = index

    def _place(self, index: int, text: str, *, opens: bool) -> int | None:
        if not self._open or self._last != index - 1:
            return None
        before, lead = self._lines[index - 1].text.strip(), self._open[-1]
        is_first = lead.index == index - 1
        if not self._lines[index].tight and not (is_first and not opens and _GOES_ON.search(text)):
            return None
        goes_on = not is_first and _GOES_ON.search(before) is not None
        if opens:
            nests = (goes_on or is_first) and not _REFUSES.search(text)
            return self._counted(lead) if nests else None
        if not goes_on and not self._is_item(lead, text, before, is_first=is_first):
            return None
        if len(text) > _LONGEST_ITEM:
            return None
        found = self._counted(lead)
        self._end(lead, text)
        return found

    def _is_item(self, lead: _Lead, text: str, before: str, *, is_first: bool) -> bool:
        """Whether a line after the lead-in itself, or after an item without a mark at its end, is an item."""
        if _GOES_ON.search(text):
            return is_first or before[-1:] not in (".", "?", "!")
        if not text.endswith((".", "?", "!")):
            return len(text) <= _LONGEST_BARE and before[-1:] not in (".", "?", "!")
        if not is_first and not lead.in_sentences:
            return False
        lead.in_sentences = (
            text.endswith(".")
            and len(text) <= _LONGEST_SENTENCE
            and not _SENTENCES.search(text)
            and not _DECIDES.search(text)
        )
        return lead.in_sentences

    def _counted(self, lead: _Lead) -> int:
        """The lead-in for one more of its items; when it has all that it announced, what comes next is not its own."""
        lead.left -= 1 if lead.left > 0 else 0
        if lead.left == 0 and len(self._open) > 1:
            self._open.remove(lead)
        return lead.index

    def _end(self, lead: _Lead, text: str) -> None:
        """Close what an item ends: all at a full stop, a choice at the "and" that goes on with the outer list."""
        if text.endswith(".") and not lead.in_sentences:
            self._open.clear()
        elif len(self._open) > 1 and self._open[-1] is lead and (_AND if lead.is_choice else _OR).search(text):
            self._open.pop()


def _lead(index: int, text: str) -> _Lead:
    counted = _COUNTED.search(text[-60:])
    if counted:
        last = counted[1].lower()
        left = int(last) if last.isdigit() else ord(last) - ord("a") + 1
    else:
        left = 2 if _TWO.search(text[-80:]) else -1
    return _Lead(index=index, left=left, is_choice=_ANY.search(text[-90:]) is not None)
