"""Waivers that point at items by their numbers ("Statements 4 and 5 are set aside for …")."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found
from ketacli.policy.criteria.places import Places
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import indications_in
from ketacli.policy.outline import Outline, Sentence, Unit
from ketacli.policy.reading import Criterion, Indication
from ketacli.policy.substrings import AnyOf
from ketacli.records import record

_LABEL = r"\(?(?:\d{1,2}[a-z]?|[A-Z]|(?<=\()[a-z])\)?"
_POINTED = re.compile(
    r"\b(?:[Ss]tatement|[Cc]riteri(?:on|a)|[Ii]tem|[Qq]uestion|[Ss]tep|[Rr]equirement|[Pp]oint|[Cc]ondition|"
    r"[Rr]ule|[Nn]umber|"
    r"[Nn]o\.|[Ee]lement|[Ss]tandard|[Pp]aragraph|[Cc]lause|[Ll]ine)s?\s+"
    rf"(?P<labels>{_LABEL}(?:(?:\s*(?:,|;|&|/)\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*-\s*|\s+(?:to|through|"
    rf"thru)\s+){_LABEL})*)"
    r"(?![\w%])(?!\s+(?:weeks|months|days|years|or more|points|trials|drugs)\b)"
)
_BARE = re.compile(
    r"^\W*(?P<labels>\((?:\d{1,2}|[a-z])\)(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)\((?:\d{1,2}|[a-z])\))*)"
)
"""Labels without a word for what they number ("(b) and (c) do not have to be met")."""
_ONE = re.compile(r"(?P<range>(?:-|\bto|\bthrough|\bthru)\s*)?\(?(?P<label>\d{1,2}[a-z]?|[A-Za-z])\)?(?!\w)")
_LIFTED = re.compile(
    r"\s*(?:above |of this (?:section|policy|list) |in (?:this|the) (?:section|list)(?: above)? )?(?:(?:is|are|"
    r"may be|can be|will be|shall be)"
    r"(?: also| then| all| both)? (?:waived|set aside|lifted|dropped|excused|disregarded|skipped|omitted|"
    r"suspended|not (?:required|needed|"
    r"applied|applicable|necessary|asked for|considered|used)|(?:deemed|considered|treated as) (?:met|satisfied))|"
    r"(?:do|does|shall|will|need|needs|would) not (?:apply|have to be met|need to be met|be (?:met|required|"
    r"applied|satisfied))|"
    r"(?:may|can) be (?:skipped|left out|passed over|ignored))\b"
)
_FREE = re.compile(
    r"\b(?:exempt(?:ed)? from|excused from|freed from|need not (?:meet|satisfy|fulfill)|(?:do|does) not (?:have|"
    r"need) to (?:meet|satisfy|fulfill)|"
    r"(?:is|are) not (?:held|subject) to|without (?:meeting|satisfying)|waives?|sets? aside|skips?|"
    r"bypass(?:es)?)\s+(?:the )?$",
)
_ONLY = re.compile(
    r"\s*(?:above )?(?:appl(?:y|ies) only (?:to|for|in)|(?:is|are) (?:required |needed |asked for |"
    r"used )?only (?:for|in|when|where|if)|"
    r"(?:is|are) for|only appl(?:y|ies) (?:to|for|in))\b"
)
_may_point = AnyOf(
    "waive", "set aside", "lift", "drop", "excus", "disregard", "skip", "omit", "suspend", " not ", "only", "exempt",
    "deemed", "considered", "treated as", "are for", "freed", "without", "bypass", "may be", "can be",
)  # fmt: skip
_REACH = 60
WAIVED = {
    "prior_trials", "augmentation_trial", "psychotherapy", "severity_scale", "prior_failure_other",
    "concurrent_oral_antidepressant", "prescriber", "trial_duration", "distinct_classes",
}  # fmt: skip
"""Types of which a record says that they are not asked for."""


@record
class Pointed:
    """A sentence that lifts or limits items of a list."""

    unit: int
    sentence: Sentence
    items: frozenset[int]
    """The items, and all below them."""
    heads: tuple[int, ...]
    """The items themselves."""
    freed: Indication | None
    """The use that is freed from them; None where they are only limited to one."""
    held: Indication
    """The use that they hold for."""


def pointed_items(outline: Outline, places: Places) -> Iterator[Pointed]:
    """Every such sentence of a document that covers just two uses."""
    uses = places.covered_uses
    if len(uses) != 2 or "any" in uses:
        return
    for unit in outline.units:
        if unit.kind not in ("paragraph", "list_item", "table_row") or not _may_point(unit.low):
            continue
        if not unit.in_force or places.frame(unit).gate == "closed":
            continue
        for sentence in unit.sentences:
            found = _of_sentence(outline, unit, sentence, uses, places.frame(unit).indication)
            if found is not None:
                yield found


def _of_sentence(
    outline: Outline, unit: Unit, sentence: Sentence, uses: frozenset[Indication], around: Indication
) -> Pointed | None:
    text = sentence.text
    match = _POINTED.search(text) or _BARE.match(text)
    if match is None:
        return None
    lifted = _LIFTED.match(text, match.end()) or _FREE.search(text[: match.start()])
    limited = None if lifted else _ONLY.match(text, match.end())
    if not (lifted or limited):
        return None
    said = max(match.end(), (lifted or limited or match).end())
    whom = f"{text[: match.start()]}; {text[said:]}"
    named = [use for use in indications_in(folded(whom)) if use in uses] or [use for use in (around,) if use in uses]
    if len(named) != 1:
        return None
    heads = tuple(_heads(outline, unit, list(_labels(match["labels"]))))
    if not heads:
        return None
    below = {other.index for index in heads for other in outline.descendants(outline.units[index])}
    other = next(iter(uses - {named[0]}))
    return Pointed(
        unit=unit.index,
        sentence=sentence,
        items=frozenset({*heads, *below}),
        heads=heads,
        freed=named[0] if lifted else None,
        held=other if lifted else named[0],
    )


def _labels(text: str) -> Iterator[str]:
    last = ""
    for found in _ONE.finditer(text):
        label = found["label"].lower()
        if label in ("and", "or"):
            continue
        if found["range"] and last.isdigit() and label.isdigit():
            yield from (str(number) for number in range(int(last) + 1, int(label)))
        yield label
        last = label


def _heads(outline: Outline, unit: Unit, labels: list[str]) -> Iterator[int]:
    """The nearest items with these labels: of the list before the sentence, else of the one that it stands in."""
    wanted = set(labels)
    depth: int | None = None
    for index in range(unit.index, max(unit.index - _REACH, -1), -1):
        other = outline.units[index]
        label = other.marker.strip("().[] ").lower() or _first_cell(other)
        if not label or label not in wanted or index == unit.index:
            continue
        if depth is not None and other.depth != depth:
            continue
        depth = other.depth
        wanted.discard(label)
        yield index
        if not wanted:
            return


def _first_cell(unit: Unit) -> str:
    return unit.cells[0].text.strip(" ().#").lower() if len(unit.cells) > 1 and len(unit.cells[0].text) < 5 else ""


def lifting(criterion: Criterion, text: str) -> Found:
    """The record that a criterion of such an item is not asked for."""
    trials = criterion.type == "prior_trials"
    return Found(
        type=criterion.type,
        rule="KC170",
        start=0,
        end=len(text),
        number=0 if trials else None,
        unit="trials" if trials else None,
        text=None if criterion.type == "severity_scale" else text[:120].strip(" ;."),
        required=False,
    )
