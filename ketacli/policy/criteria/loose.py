"""Items of a list that the layout shows as paragraphs: a scan or a plain text that lost its bullets and numbers."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit

_LEAD = re.compile(
    r"\b(?:following|these|below|each of|all of|criteria|conditions|"
    r"requirements)\b[^.]{0,80}(?::|\bmet|\bapply|\bapplies|\btrue|\bsatisfied|"
    r"\bdocumented)\s*[:.]?\s*$|\b(?:when|if|must|who)\s*:\s*$|:\s*$",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:when|if|must|criteria|conditions|requirements|approved?|covered|medically necessary|meets?)\b", re.I
)
_RESIDUE = re.compile(
    r"^\s*(?:(?:(?:yes|no|n/a|Yes|No|YES|NO|N/A)?\s*[☐□☑☒]\s*)+(?:yes|no|Yes|No|YES|NO)?|[.•~*·\-–—»>+o]|\(?[a-zA-Z0-9]{1,3}[.)])\s+\S"
)
_SENTENCE = re.compile(r"[.;,:]\s*(?:and|or|AND|OR)?\s*$")
_ENDS_LIST = re.compile(
    r"^\W*(?:the )?(?:first |initial |second )?(?:approvals?|authori[sz]ations?|renewals?|"
    r"continuation|note|up to \d+ \w+ are)\b",
    re.I,
)
_LONGEST = 320


def find_loose_items(outline: Outline) -> dict[int, int]:
    """Paragraphs by index, each with the index of the lead-in paragraph that governs it."""
    found: dict[int, int] = {}
    lead: Unit | None = None
    for unit in outline.units:
        if unit.kind == "heading":
            if not _is_noise(unit):
                lead = None
        elif unit.kind == "paragraph":
            lead = _follow(unit, lead, found)
    return found


def _follow(unit: Unit, lead: Unit | None, found: dict[int, int]) -> Unit | None:
    text = unit.text.strip()
    if lead is not None and _is_item(unit, lead):
        found[unit.index] = lead.index
        return lead
    return unit if _LEAD.search(text[-200:]) and _ASKS.search(text) and len(text) > 25 else None


def _is_item(unit: Unit, lead: Unit) -> bool:
    text = unit.text.strip()
    if len(text) > _LONGEST or _ENDS_LIST.match(text) or unit.index - lead.index > 40:
        return False
    if _LEAD.search(text[-200:]) and _ASKS.search(text) and len(text) > 60:
        return False
    if _RESIDUE.match(text):
        return True
    single = len(text) <= 200 and not re.search(r"[.?!]\s+[A-Z]", text)
    return single and not lead.children and lead.text.rstrip().endswith(":") and _SENTENCE.search(text) is not None


def _is_noise(unit: Unit) -> bool:
    """A scrap that recognition took for a heading: a few capitals without a word in them."""
    return len(unit.text.strip()) < 4
