"""Decides what a section is for, from the words of its heading and, where these say nothing, from its content."""

from __future__ import annotations

from functools import cache

from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Role, Section
from ketacli.policy.substrings import AnyOf
from ketacli.policy.words import phrase_pattern, vocabulary

_MARKER = re.compile(
    r"^\s*(?:(?:section|chapter|part|article|appendix)\s+)?(?:[\divxlc]{1,5}|[a-z])[.):]\s+|^\s*[\d.]+\s+", re.I
)
_NOISE = re.compile(r"[^\w'/() -]+")
_INHERITING = frozenset({Role.UNKNOWN})
_OPEN = frozenset({Role.UNKNOWN, Role.POLICY, Role.CRITERIA})
_INDICATED = re.compile(r"indication|use", re.I)
_LONGEST_HEADING = 160
_LONGEST_REMARK = 240


def role_of_heading(heading: str) -> Role:
    """The role that a heading's words name; UNKNOWN where they name none."""
    return _role(_plain(heading)) if len(heading) <= _LONGEST_HEADING else Role.UNKNOWN


def _plain(heading: str) -> str:
    return " ".join(_NOISE.sub(" ", _MARKER.sub("", heading.lower())).split())


@cache
def _role(plain: str) -> Role:
    if not plain:
        return Role.UNKNOWN
    for role, pattern in _patterns():
        if pattern.search(plain):
            return role
    return Role.UNKNOWN


@cache
def _patterns() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((Role(name), re.compile(_joined(table["headings"]))) for name, table in vocabulary("sections").items())


def _joined(phrases: list[str]) -> str:
    return "|".join(_anchored(phrase) for phrase in phrases)


def _anchored(phrase: str) -> str:
    if phrase.startswith("="):
        return rf"^{phrase_pattern(phrase[1:])}$"
    if phrase.startswith("^"):
        return rf"^{phrase_pattern(phrase[1:])}(?!\w)"
    return rf"(?<!\w){phrase_pattern(phrase)}(?!\w)"


_RUN_IN = re.compile(
    r"\s*([A-Z][\w'/&-]*(?:[ /]+[\w'/&()-]+){0,6})\s*(?::\s+|\s[-–—]\s+)(?=\S)"
    r"|\s*([A-Z][\w'/&-]*(?:[ /]+[\w'/&-]+){0,3})\.\s+(?=\S)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|not|may|will|must|can|has|have|see|cover|covers|pay|pays|we|you|follows?|"
    r"appl(?:y|ies)|reflects?|match(?:es)?)\b",
    re.I,
)
_CAPITALS = re.compile(r"\s*([A-Z][A-Z'/&-]+(?:[ /]+[A-Z'/&-]{2,}){0,6})\s*[:.]?\s+(?=[A-Z\"(])")
_RUN_IN_ROLES = frozenset(
    {
        Role.BACKGROUND,
        Role.REGULATORY,
        Role.DISCLAIMER,
        Role.HISTORY,
        Role.REFERENCES,
        Role.RELATED,
        Role.OTHER_PAYERS,
        Role.CODES,
        Role.DEFINITIONS,
        Role.POLICY,
        Role.CRITERIA,
        Role.EXCLUSIONS,
    }
)


def run_in_heading(text: str) -> tuple[str, Role] | None:
    """A heading that opens a paragraph ("DISCLAIMER This policy …", "Background: …") with the role that it names."""
    for pattern in (_CAPITALS, _RUN_IN):
        found = pattern.match(text)
        if found:
            words = next(filter(None, found.groups())).strip()
            if _VERB.search(words):
                continue
            role = role_of_heading(words)
            if role in _RUN_IN_ROLES and len(words) <= 60:
                return words, role
    return None


def inherited(own: Role, parent: Role) -> Role:
    """A heading that names no role takes that of the section around it."""
    return parent if own in _INHERITING else own


_REFERENCE = re.compile(r"(?:19|20)\d\d\s*;\s*\d|\bet al\b|\bdoi\b|\b\d{4};\d+\(", re.I)
_STUDY = re.compile(
    r"\b(?:random(?:i[sz]ed|ly)|placebo|participants|trials? of|meta-analys\w+|double-blind|open-label|95% ?ci|cohort|"
    r"p ?[<=] ?0?\.\d|case series|n ?= ?\d+|investigators|follow-up of|enrolled \d+)\b",
    re.I,
)
_HISTORY_HEADERS = re.compile(
    r"\b(?:revision|change|summary of change|version|action|update|note|reason|difference|amendment|edit)s?\b", re.I
)


_ORDERS = re.compile(
    r"\b(?:approve for|meets? (?:all|one|any|both|the following)|must meet|criteria (?:are|is) met|approval duration|"
    r"approved? (?:for|when|if)|coverage (?:is|will be) (?:provided|approved))\b",
    re.I,
)


def holds_criteria(texts: list[str]) -> bool:
    """Whether a section on approved indications sets criteria for them and does not only recount the label."""
    return any(_ORDERS.search(text) for text in texts)


_REMARKS = (
    r"(?:notes?|remarks?|facts?|tables?|grids?|charts?|figures?|examples?|explanations?|comments?|tips?|hints?|"
    r"sections?|chapters?|parts?|appendix|appendices|annex|pages?|summar(?:y|ies)|overviews?|information|text|material)"
)
_SETS_NO_RULE = re.compile(
    rf"(?:^|[.;]\s+)\W*(?:the |this |these |all |our )?(?:[\w-]+ )?{_REMARKS}(?: [\w-]+){{0,5}}?[^.;:]{{0,60}}"
    r"(?<!\w)(?:(?:adds?|sets?|makes?|imposes?|creates?|contains?|states?|establish(?:es)?|lays? down) (?:no|neither)"
    r"|(?:do|does) not (?:add|set|make|impose|create|contain|state|establish|lay down) (?:any|an?)?)"
    r"(?: (?!other\b|further\b)[\w-]+){0,2}?\s*(?:requirements?|criteri(?:a|on)|rules?|conditions?)(?!\w)"
    r"(?! (?:for|of|on|that|beyond|other|as to|about|except)(?!\w))"
    rf"|(?:^|[.;]\s+)\W*(?:the |this |these |all )?{_REMARKS}(?: (?:below|here|that follows?|in this section))? "
    r"(?:is|are) (?:given |provided |included |meant |offered )?(?:only )?"
    r"(?:for (?:information|orientation|convenience|reference|background)(?: purposes)?(?: only)?"
    r"|not (?:coverage |approval |medical necessity )?(?:criteria|requirements|conditions of (?:coverage|approval)))"
    r"(?! (?:for|of|if|when|until|unless)(?!\w))"
)
"""A sentence by which a section takes back that it rules anything ("The notes below add no requirement.")."""
_hints_remarks = AnyOf(" no ", " not ", " only", "neither", "information", "orientation", "convenience", "reference")


def _sets_no_rule(texts: list[str]) -> bool:
    """Whether a section says in its first words, or below all that it shows, that it sets no rule."""
    ends = texts[:1] if len(texts) < 2 or holds_criteria(texts) else [texts[0], texts[-1]]
    return any(
        len(text) <= _LONGEST_REMARK and _hints_remarks(low := text.lower()) and _SETS_NO_RULE.search(low) is not None
        for text in ends
    )


def role_of_content(texts: list[str]) -> Role:
    """The role of a section whose heading names none: a list of references, or accounts of studies."""
    if not texts:
        return Role.UNKNOWN
    references = sum(1 for text in texts if _REFERENCE.search(text))
    if references >= 3 and references * 2 > len(texts):
        return Role.REFERENCES
    studies = sum(1 for text in texts if len(_STUDY.findall(text)) >= 2)
    if studies and studies * 2 >= len(texts):
        return Role.BACKGROUND
    return Role.UNKNOWN


def told_by_content(section: Section, texts: list[str], *, is_title: bool) -> Role:
    """The role of a section with what it holds in view, where its heading does not settle it."""
    role = section.role
    if role in _OPEN and not is_title and role_of_heading(section.heading) in _INHERITING and _sets_no_rule(texts):
        return Role.BACKGROUND
    if role is Role.UNKNOWN:
        return role_of_content(texts)
    if role is Role.REGULATORY and _INDICATED.search(section.heading) and holds_criteria(texts):
        return Role.CRITERIA
    return role


def is_history_table(headers: list[str]) -> bool:
    """True for the header row of a revision table: a date beside a change."""
    joined = " | ".join(headers).lower()
    return "date" in joined and _HISTORY_HEADERS.search(joined.replace("date", "")) is not None
