"""What sentences of one unit owe to each other: a note on the sentence before, a title that opens the unit."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import words
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import refuses
from ketacli.policy.criteria.waivers import any_waivable
from ketacli.policy.outline import Unit
from ketacli.records import record

_ON_THAT = re.compile(
    r"^(?:\W|\b(?:yes|no|n/a)\b)*"
    r"(?:(?:but |however,? )?(?:this|that|it|neither|the (?:answer|item|question|step|latter)) "
    r"(?:is|are|was|has|have|does|do|plays?|makes?|need)\b[^.;]{0,20}\b(?:no|not|optional|neither|waived|informational"
    r"|irrelevant|longer)\b"
    r"|(?:for|is) (?:your |our )?(?:information(?:al)?|statistic(?:s|al)|records?|reference)(?: purposes)? only\b"
    r"|optional\b|not (?:required|needed|mandatory)\b|informational\b)"
)
"""Opens a sentence that only says of the one before that it is not asked for."""
_NOT_ASKED = re.compile(
    r"^\W*(?:\d+[.)]\s*)?for (?:your |our )?(?:information|statistic(?:s|al)|records?|reference)(?: purposes)? only"
    r"\b[^?]*:"
)
"""Opens questions whose answers decide nothing ("For statistics only: Was TMS tried?")."""
_VERB = re.compile(
    r"\b(?:is|are|has|have|had|was|must|may|fail\w*|tried|will|does|not|no|by|we|you|the plan)\b|\d|[≥≤<>]"
)
_COVERS = re.compile(
    r"\b(?:covers?|covered|approve[sd]?|authori[sz]e[sd]?|pays? for|medically necessary|requires?|required|must)\b"
)
_ASKING = re.compile(r"^(?:who|what|when|where|how)\b")
_TITLE = 80


@record
class Said:
    """One or more sentences that are read together, as a stretch of the text of a unit."""

    start: int
    text: str
    last: bool
    """Whether the unit ends with it."""


_ASKS_OF_LIST = re.compile(r"\bfollowing(?: \w+)?\?\W*$")
"""A question whose list comes after its mark ("… failed the following therapies? TWO antidepressants")."""


def sentences_of(unit: Unit) -> list[Said]:
    """The sentences of a unit in order; one that only speaks of the sentence before is read with it."""
    found: list[Said] = []
    for at, sentence in enumerate(unit.sentences):
        last = at == len(unit.sentences) - 1
        told_off = found and "?" in sentence.text and _NOT_ASKED.match(folded(found[-1].text))
        told_off = told_off or (found and _ASKS_OF_LIST.search(folded(found[-1].text)))
        if told_off or (found and _only_on_that(folded(sentence.text)) and _tells_one(found[-1])):
            whole = unit.text[found[-1].start : sentence.offset + len(sentence.text)]
            found[-1] = Said(start=found[-1].start, text=whole, last=last)
        else:
            found.append(Said(start=sentence.offset, text=sentence.text, last=last))
    return found


def parted(found: list[Said], gate: str) -> list[Said]:
    """Sentences of prose that cover in one half and refuse in the other ("approved for X; any other use is not
    covered"), each half on its own: what is asked for in the first is no ground to refuse."""
    if gate != "statement":
        return found
    parts: list[Said] = []
    for said in found:
        cut = said.text.find("; ")
        low = folded(said.text) if cut > 0 else ""
        if cut > 0 and refuses(low[cut:]) and not refuses(low[:cut]) and _COVERS.search(low[:cut]):
            parts.append(Said(start=said.start, text=said.text[:cut], last=False))
            cut += 2
            parts.append(Said(start=said.start + cut, text=said.text[cut:], last=said.last))
        else:
            parts.append(said)
    return parts


def _only_on_that(low: str) -> bool:
    """Whether a sentence says of the one before that it is not asked for, and names nothing of its own."""
    return _ON_THAT.match(low) is not None and not any_waivable().search(low)


def _tells_one(said: Said) -> bool:
    """Whether a sentence is short enough for "it" to be the one thing that it names."""
    low = folded(said.text)
    return (
        len(low) < 160
        and any_waivable().search(low) is not None
        and words("waived", "patterns").search(low) is None
        and not refuses(low)
    )


def title_of(unit: Unit) -> str:
    """The run-in title of a unit ("Duration. 6 months for …"), folded, without its number; empty where it has none."""
    if len(unit.sentences) < 2 or len(unit.sentences[0].text) > _TITLE + 10:
        return ""
    first = folded(" ".join(unit.sentences[0].text.split()))
    bare = re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?|[a-z]\d*[.)])?\s*", "", first).rstrip(" .:")
    return bare if 2 < len(bare) < _TITLE and not _VERB.search(bare) and len(bare.split()) < 12 else ""


def topic_of(unit: Unit) -> str:
    """The run-in title of a unit where it names what a criterion is about, so that bare values after it can be read."""
    title = title_of(unit)
    short = len(title.split()) < 4 or _ASKING.match(title)
    return title if title and short and words("labels", "topic").search(title) else ""


def marker_length(text: str, marker: str) -> int:
    """Length of a list marker that stands in the text, with the blanks after it."""
    bare = marker.strip()
    if not bare or not text.lstrip().startswith(bare):
        return 0
    rest = text.lstrip()[len(bare) :]
    return len(text) - len(rest.lstrip())


def is_of_title(unit: Unit, passage: Passage, found: Found) -> bool:
    """Whether only the title right above names authorization, which the title says itself."""
    return found.type == "prior_authorization" and unit.kind != "table_row" and found.end <= passage.prefix
