"""Lines that head what comes after them that the layout does not set off: bare names of sections and topics."""

from __future__ import annotations

from ketacli.documents.model import Block, BlockKind
from ketacli.policy import lazy_re as re
from ketacli.policy.lists import ends_in_joint, follows, numbering
from ketacli.policy.outline import Role, Section
from ketacli.policy.sections import role_of_heading

_POLICY_OF_BULLETIN = re.compile(r"Policy:\s+[A-Z][^.;:()]{3,70}\([A-Z]{1,6}[\w. -]*\d[\w. -]*\)$")
"""A line of a bulletin that names the policy whose changes follow ("Policy: Electroconvulsive therapy (BH.02)")."""
SAYING = re.compile(
    r"(?<!\w)(?:is|are|was|were|has|have|may|will|must|not|covered|excluded|approved|investigational|experimental|\d+)(?!\w)"
)
_USES = re.compile(r"depress|suicid|stress disorder|regional pain|migraine|(?<!\w)(?:trd|mdd|ptsd|ocd|crps)(?!\w)")
_PARTS = re.compile(r"\W*(?:initial|universal|approval|coverage|authori[sz]ation)\s+(?:criteria|requirements)\W*$")
_ANY_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})[.)]\s+")
_TAKES = re.compile(
    r"\W*(?:(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]\s+)?(?:(?:initial|first|new|continued)\s+)?"
    r"(?:(?:re-?)?authori[sz]ation|approval|therapy|request|coverage|criteria)s?(?:\s+criteria)?\W*$"
    r"|\W*(?:(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]\s+)?[^.;]{0,60}(?<!\w)(?:approved|authorized|covered|medically necessary)"
    r"(?!\w)[^.;]{0,80}(?:criteria|following|when|if)"
)
"""What the criteria of a use begin with: the name of a step, or a sentence of coverage."""
_LONGEST_USE = 140
_SOURCES = (Role.REFERENCES, Role.RELATED)
_DECIDING = (Role.UNKNOWN, Role.POLICY, Role.CRITERIA, Role.EXCLUSIONS)
_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2})[.)]$")


def is_topic(block: Block, text: str) -> bool:
    """A short line that only names a treatment ("Intravenous ketamine infusions"): what follows is about it."""
    words = text.strip()
    if block.kind is not BlockKind.PARAGRAPH or block.continues or not 6 < len(words) <= 90 or not words[0].isupper():
        return False
    if _POLICY_OF_BULLETIN.match(words):
        return True
    low = words.lower()
    names = any(stem in low for stem in ("ketamine", "spravato"))
    return (
        names and len(words) <= 60 and words[-1] not in ".,;:?!)" and not SAYING.search(low) and len(words.split()) <= 7
    )


def is_use_title(block: Block, text: str, below: str) -> bool:
    """A line that only names a use, right above the name of its criteria: it heads them, however long it is."""
    words = text.strip()
    if len(below) > 40 or block.kind is not BlockKind.PARAGRAPH or not 3 < len(words) <= _LONGEST_USE:
        return False
    return (
        _PARTS.match(below.lower()) is not None
        and words[0].isupper()
        and words[-1] not in ".,;:?!"
        and not SAYING.search(words.lower())
        and _USES.search(words.lower()) is not None
    )


def is_numbered_use(block: Block, text: str, below: str) -> bool:
    """A numbered line that only names a use ("B. MDD with acute suicidal ideation"), right above what it takes."""
    found = _ANY_NUMBER.match(text.strip())
    if found is None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or block.continues:
        return False
    words = text.strip()[found.end() :]
    return (
        3 < len(words) <= _LONGEST_USE
        and words[0].isupper()
        and words[-1] not in ".,;:?!"
        and not SAYING.search(words.lower())
        and _USES.search(words.lower()) is not None
        and _TAKES.match(below.lower()) is not None
    )


def names_use(heading: str) -> bool:
    """Whether a heading only names a use ("MDD with acute suicidal ideation")."""
    low = heading.strip().lower()
    plain = len(low) <= _LONGEST_USE and not SAYING.search(low) and "ketamine" not in low and "spravato" not in low
    return plain and _USES.search(low) is not None


def is_use_above_list(block: Block, text: str, following: Block | None, before: str) -> bool:
    """A line that only names a use, between a lead-in or the item of a list and the marked items of its criteria."""
    words = text.strip()
    if block.kind is not BlockKind.PARAGRAPH or following is None or following.kind is not BlockKind.LIST_ITEM:
        return False
    opens = before == "list_item" or before.endswith(":")
    return opens and words[:1].isupper() and words[-1] not in ".,;:?!" and names_use(words)


def level_by_number(text: str, numbered: list[tuple[str, int]]) -> int | None:
    """The level of the heading among `numbered` (how each begins, its level) whose number comes right after that of a
    bare title, or right before that of the name of a section ("1. Background", then "2. Coverage criteria:"); None
    where there is none."""
    if not numbering(text)[0] or text[-1] in ".;,?" or ends_in_joint(text) or SAYING.search(text[2:].lower()):
        return None
    after = next((level for begins, level in numbered if follows(text, begins)), None)
    if after is not None and text[-1] != ":":
        return after
    if role_of_heading(text.partition(" ")[2].strip(" :")) is Role.UNKNOWN:
        return None
    return next((level for begins, level in numbered if follows(begins, text)), None)


def names_sources(text: str) -> bool:
    """Whether a line names its sources itself ("References: drug manual of 2021"), and so heads nothing below it."""
    label, colon, named = text.partition(":")
    return bool(colon and named.strip()) and len(label) <= 40 and role_of_heading(label) in _SOURCES


def is_path(text: str) -> bool:
    """Whether a line is the way to a page ("Home › Guidelines › Pain")."""
    return "\u203a" in text or "\u00bb" in text or text.count(" > ") > 1 or text.lower().startswith("home > ")


_COUNTED = re.compile(r"\(?(\d{1,2})[.)]")
_FIRST = re.compile(r"\(?(?:1|[aA])[.)]")


def is_lone_heading(block: Block, text: str, sentence_is_open: bool | None) -> bool:
    """A short line that names a section ("POLICY", "Description"), which the layout did not set off as a heading.

    On a recognised picture (`sentence_is_open` is not None) sizes are lost, so any short line between whole sentences
    counts that ends without a stop.
    """
    words = text.strip(" :")
    if block.kind is not BlockKind.PARAGRAPH or block.continues or not 3 < len(words) <= 60 or words[-1] in ".,;":
        return False
    short = words.isupper() or (words[0].isupper() and len(words.split()) <= 3 and ":" not in words)
    if sentence_is_open is False and len(words.split()) <= 9 and words[0].isupper() and "  " not in words:
        return text.rstrip()[-1] not in ".:,;)" and not any(char.isdigit() for char in words[-6:])
    return short and role_of_heading(words) is not Role.UNKNOWN


_TOLD = (Role.BACKGROUND, Role.REGULATORY)
_QUESTION = re.compile(r"(?:will|does|do|is|are|can|may|what|when|which|how|who|where|why)(?!\w)", re.IGNORECASE)


def is_question(block: Block, text: str, around: Section) -> bool:
    """A line that only asks what is covered ("When will it be renewed?") in a section that decides nothing, or after
    another such line: what comes next answers it, and is no more of the background."""
    words = text.strip()
    if (
        (around.role in _DECIDING and not around.heading.endswith("?"))
        or block.kind is not BlockKind.PARAGRAPH
        or block.continues
        or words[-1:] != "?"
    ):
        return False
    asks = role_of_heading(words) in _DECIDING[1:] or (around.role in _TOLD and _QUESTION.match(words) is not None)
    return 8 < len(words) <= 90 and "?" not in words[:-1] and asks


def is_numbered_line(block: Block, text: str) -> bool:
    """In a text without blank lines: a numbered line that is only the name of a section ("5. References")."""
    marker, _, rest = text.strip().partition(" ")
    words = rest.strip()
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or not _NUMBERED.match(marker):
        return False
    short = 5 < len(words) <= 60 and len(words.split()) <= 6 and words[0].isupper() and words[-1] not in ".,;)"
    return short and not SAYING.search(words.lower()) and role_of_heading(words) is not Role.UNKNOWN


def is_next_title(block: Block, text: str, following: Block | None, heading: str) -> bool:
    """A numbered line right before item 1 of a list, whose number follows that of the last heading ("2. Racemic
    ketamine" after "1. Spravato"): the next chapter, and no item."""
    if block.kind is not BlockKind.LIST_ITEM or following is None or following.kind is not BlockKind.LIST_ITEM:
        return False
    number, last = _COUNTED.match(block.marker), _COUNTED.match(heading.strip())
    if number is None or last is None or int(number[1]) != int(last[1]) + 1 or not _FIRST.match(following.marker):
        return False
    words = text.strip()[len(block.marker) :].strip()
    return 5 < len(words) <= 60 and words[0].isupper() and words[-1] not in ".,;:)" and not SAYING.search(words.lower())


def is_numbered_title(block: Block, text: str, following: Block | None) -> bool:
    """A numbered line that names a section ("II. Medical Necessity") right before running text."""
    if block.kind is not BlockKind.LIST_ITEM or following is None or following.kind is not BlockKind.PARAGRAPH:
        return False
    words = text.strip()[len(block.marker) :].strip(" .):")
    if not _NUMBERED.match(block.marker) or not 5 < len(words) <= 60 or text.rstrip()[-1] in ".,;:)":
        return False
    names = words[0].isupper() and not SAYING.search(words) and following.end - following.start > len(words)
    return names and role_of_heading(words) is not Role.UNKNOWN


_FIELD_OF_USE = re.compile(r"(?:indication|use|diagnosis|condition)s?\s*:\s+\S", re.IGNORECASE)
_ASKED = re.compile(r"\W*(?:criteria|requirements?|approv\w+|coverage|initial|not covered|covered|excluded)(?!\w)")


def is_field_of_use(block: Block, text: str, below: str) -> bool:
    """A line "Indication: …" right above what is asked for that use: it heads the fields below it."""
    named = block.kind is BlockKind.PARAGRAPH and not block.continues and len(text) <= _LONGEST_USE
    return named and _FIELD_OF_USE.match(text.strip()) is not None and _ASKED.match(below.lower()) is not None


def is_title_by_context(
    block: Block, text: str, following: Block | None, below: str, *, heading: str, before: str
) -> bool:
    """Whether a line is a title by what comes after it: `following`, whose text is `below`. `heading` is the last title
    above it, `before` how the text right above it ends."""
    return (
        is_numbered_title(block, text, following)
        or is_use_title(block, text, below)
        or is_numbered_use(block, text, below)
        or is_use_above_list(block, text, following, before)
        or is_next_title(block, text, following, heading)
        or is_field_of_use(block, text, below)
    )
