"""Ties list items and table rows to what governs them: the item above, the lead-in before the list, the heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ketacli.policy import lazy_re as re
from ketacli.policy.flat_lists import FlatLists

_LEAD_IN = re.compile(
    r":\s*$|\b(?:the following|these|as follows|any of|all of|one of|both of|below|such as|including|criteria are met|"
    r"conditions are met|must|when|if|if either|are met|apply|for)\s*(?:\([^)]{0,40}\))?\s*[:.;,-]?\s*$",
    re.IGNORECASE,
)
_LEAD_IN_ANYWHERE = re.compile(
    r"\b(?:the\s+following|as\s+follows|listed\s+below|"
    r"(?:any|all|each)\s+(?:of\s+the\s+)?(?:items?|statements?|conditions?|criteria|boxes|questions)\s+below|following\s+\w+|"
    r"(?:ones|those|uses|indications|conditions|diagnoses|disorders)\s+(?:listed\s+|named\s+|shown\s+)?below)\b"
    r"|\w\s+of\s+these\b",
    re.IGNORECASE,
)
_TAIL = 80
"""So near to the end stand the words that lead a list in."""
_FIRST = re.compile(r"^[\[(]?(?:1|a|A|i|I)[\])]?[.):]*$")
_ORDERED = re.compile(r"^[\[(]?(?:\d{1,3}|[A-Za-z]{1,4})[\])]?[.):]*$")
_JOINT = re.compile(r"[\s*_(\[–—-](AND/OR|AND|OR)[\s*_)\].:–—-]*$")
"""The word that joins an item to the next one, on a line of its own or at the item's end."""
_ANY = re.compile(r"\b(?:one|any|either)\b", re.IGNORECASE)


_NUMBER = re.compile(r"^\s*([\[(]?)(\d{1,2}|[A-Za-z]|[IVXivx]{2,4})([\])]?[.):]*)(?=\s|$)")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


class Draft(Protocol):
    """What this needs of a unit that is being put together."""

    kind: str
    text: str
    depth: int
    tight: bool
    parent: int | None
    children: list[int]
    row: int | None
    names_use: bool

    @property
    def block(self) -> _Marked: ...


class _Marked(Protocol):
    @property
    def marker(self) -> str: ...

    @property
    def level(self) -> int: ...


class Governance:
    """Walks the units once and notes for each the unit that governs it."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._drafts = drafts
        self._stack: list[int] = []
        """Open list items by depth."""
        self._lead: int | None = None
        """The lead-in of the open list or table."""
        self._before: int | None = None
        """The last paragraph or heading."""
        self._held: tuple[list[int], int | None] | None = None
        """The list that a lead-in cut off: a "2." that comes next goes on with it."""
        self._outer: int | None = None
        """The lead-in of the list in which the open list of plain lines is an item."""
        self._peer: int | None = None
        """The heading of a use, right below the lead-in of its criteria."""
        self._flat = FlatLists(drafts)

    def apply(self) -> None:
        """Set `parent` and `children` of every unit."""
        for index, draft in enumerate(self._drafts):
            if draft.row is not None:
                self._govern(draft.row, index)
                continue
            if draft.kind != "paragraph":
                self._flat.close(index)
            if draft.kind == "heading":
                self._stack.clear()
                self._held = None
                self._lead = self._carried(index)
                self._before = self._lead
            elif draft.kind == "paragraph":
                self._paragraph(index, draft)
            elif draft.kind == "list_item":
                self._item(index, draft)
            else:
                self._stack.clear()
                self._govern(self._lead if self._lead is not None else None, index)

    def _carried(self, index: int) -> int:
        """What leads the list under a heading: the heading, or "… one of the following:" right before it."""
        before = self._drafts[index - 1] if index else None
        opens = before is not None and before.kind == "paragraph" and before.text.rstrip().endswith(":")
        if opens:
            self._peer = index if self._drafts[index].names_use else None
            return index - 1
        if self._peer is not None and self._goes_on_with(self._peer, index):
            return self._peer - 1
        self._peer = None
        return index

    def _goes_on_with(self, peer: int, index: int) -> bool:
        """Whether a heading names the next use whose criteria the lead-in above the first one opens."""
        one, other = self._drafts[peer], self._drafts[index]
        listed = self._drafts[index - 1].kind == "list_item" and self._lead == peer - 1
        return listed and other.names_use and one.block.level == other.block.level

    def _paragraph(self, index: int, draft: Draft) -> None:
        """A paragraph between items ("Note: …") leaves the list open; a lead-in starts another."""
        if not self._stack and (above := self._flat.parent_of(index)) is not None:
            self._govern(above, index)
            self._lead, self._outer = self._flat.lead, None
            self._before = self._lead
            return
        joint = _JOINT.search(self._drafts[index - 1].text[-12:]) if index and not self._stack else None
        if joint and self._lead is not None and self._drafts[index - 1].kind == "paragraph":
            self._joined(index, draft, joint[1])
            return
        if self._is_loose_item(index, draft):
            self._govern(self._lead, index)
            return
        self._outer = None
        self._before = index
        if is_lead_in(draft.text):
            self._held = (list(self._stack), self._lead) if self._stack else self._held
            self._stack.clear()
            self._lead = index
        elif not self._stack:
            self._lead = None

    def _joined(self, index: int, draft: Draft, joint: str) -> None:
        """A line after "… AND" or "… OR" goes on with the list; AND leaves a list of alternatives within it."""
        alternatives = _ANY.search(self._drafts[self._lead].text[-90:]) if self._lead is not None else None
        if self._outer is not None and bool(alternatives) == (joint == "AND"):
            self._lead, self._outer = self._outer, None
        self._govern(self._lead, index)
        if draft.text.rstrip().endswith(":") and is_lead_in(draft.text):
            self._outer, self._lead, self._before = self._lead, index, index

    def _is_loose_item(self, index: int, draft: Draft) -> bool:
        """A short line after "…:" that ends no sentence: an item of a list whose markers were lost."""
        if self._lead is None or self._stack or self._drafts[self._lead].kind != "paragraph":
            return False
        before = self._drafts[index - 1]
        follows = index - 1 == self._lead or before.parent == self._lead
        opens = self._drafts[self._lead].text.rstrip().endswith(":")
        text = draft.text.strip()
        return follows and opens and len(text) <= 120 and not text.endswith((".", ":", "?", "!"))

    def _item(self, index: int, draft: Draft) -> None:
        if self._held and _ORDERED.match(draft.block.marker) and not _FIRST.match(draft.block.marker):
            self._stack, self._lead = self._held
            self._before = self._lead
        self._held = None
        before = next_in_line(self._drafts, index, draft.block.marker) if self._after_joint(index) else None
        if before is not None and self._drafts[before].depth != draft.depth:
            draft.depth = self._drafts[before].depth
            self._stack = self._path(before)
        elif self._opens_below(index, draft):
            draft.depth = self._drafts[index - 1].depth + 1
            self._stack = self._path(index - 1)
        fresh = self._before is not None and self._before != self._lead
        if draft.depth == 1 and fresh and self._starts_anew(draft.block.marker, index):
            self._stack.clear()
            self._lead = self._before if self._introduces(self._before) else self._heading_before(index)
        del self._stack[draft.depth - 1 :]
        self._govern(self._stack[-1] if self._stack else self._lead, index)
        while len(self._stack) < draft.depth:
            self._stack.append(index)

    def _after_joint(self, index: int) -> bool:
        return index > 0 and ends_in_joint(self._drafts[index - 1].text)

    def _opens_below(self, index: int, draft: Draft) -> bool:
        """Whether an "(a)" comes right after "(4) One of the following:", however the layout indents it."""
        before = self._drafts[index - 1] if index else None
        if before is None or before.kind != "list_item" or draft.depth > before.depth:
            return False
        style, first = numbering(draft.block.marker)
        above = numbering(before.block.marker)[0]
        return first and bool(above) and style != above and before.text.rstrip().endswith(":")

    def _path(self, index: int) -> list[int]:
        """The open items down to one, by depth."""
        path = [index]
        while (above := self._drafts[path[0]].parent) is not None and self._drafts[above].kind == "list_item":
            path.insert(0, above)
        return [path[0]] * (self._drafts[index].depth - len(path)) + path

    def _starts_anew(self, marker: str, index: int) -> bool:
        """Whether a first-level item after a paragraph opens a list of its own."""
        if index and self._drafts[index - 1].kind == "list_item":
            return False
        return not (_ORDERED.match(marker) and not _FIRST.match(marker) and self._stack)

    def _introduces(self, index: int | None) -> bool:
        return index is not None and is_lead_in(self._drafts[index].text)

    def _heading_before(self, index: int) -> int | None:
        for at in range(index - 1, -1, -1):
            if self._drafts[at].kind == "heading":
                return at
        return None

    def _govern(self, parent: int | None, index: int) -> None:
        if parent is not None and parent != index:
            self._drafts[index].parent = parent
            self._drafts[parent].children.append(index)


_DIAGNOSES = re.compile(
    r"(?<!\w)(?:diagnos[ei]s|indications?|conditions?)\s+(?:(?:is|are|of)\s+)?(?:either|any|one|at least one)\s+"
    r"of(?!\w)[^.;]*:\s*$|(?<!\w)(?:one|any|either) of (?:these|the following) (?:diagnoses|indications)\s*:\s*$"
)


def lists_diagnoses(low: str) -> bool:
    """Whether a lead-in leaves the diagnosis to its items ("The diagnosis is one of:")."""
    return "of" in low and _DIAGNOSES.search(low) is not None


def is_lead_in(text: str) -> bool:
    """Whether a paragraph introduces the list that comes after it."""
    text = text.rstrip()
    return _LEAD_IN.search(text, len(text) - _TAIL) is not None or _LEAD_IN_ANYWHERE.search(text[-400:]) is not None


def ends_in_joint(text: str) -> bool:
    """Whether a text ends in the word that joins it to the next item ("… -AND-")."""
    return _JOINT.search(text[-12:]) is not None


def numbering(text: str) -> tuple[str, bool]:
    """The style of the number that opens a text ("A.", "(1)", "ii.") and whether it is the first of its kind."""
    match = _NUMBER.match(text)
    if match is None or not match[3]:
        return "", False
    word = match[2]
    kind = "1" if word.isdigit() else "A" if word.isupper() else "a"
    return f"{match[1]}{kind}{match[3]}", word.lower() in ("1", "a", "i")


def next_in_line(drafts: Sequence[Draft], index: int, marker: str) -> int | None:
    """The item before `index` under the same heading whose number comes right before `marker`; None where none does."""
    style, first = numbering(marker)
    if not style or first:
        return None
    for at in range(index - 1, max(index - 40, -1), -1):
        draft = drafts[at]
        if draft.kind == "heading":
            return None
        if draft.kind == "list_item" and numbering(draft.block.marker)[0] == style:
            return at if follows(draft.block.marker, marker) else None
    return None


def follows(before: str, after: str) -> bool:
    """Whether the number that opens one text comes right before that of the other, in the same style."""
    if numbering(before)[0] != numbering(after)[0]:
        return False
    one, two = (match[2].lower() if (match := _NUMBER.match(text)) else "" for text in (before, after))
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    if one in _ROMAN and two in _ROMAN[2:] and _ROMAN.index(two) == _ROMAN.index(one) + 1:
        return True
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1
