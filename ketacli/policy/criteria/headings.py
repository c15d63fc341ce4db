"""What the headings over a section say of all that stands in it, worked out once for each section."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.outline import Outline, Role, Section
from ketacli.policy.sections import role_of_heading
from ketacli.records import record

_COMPARISON = re.compile(r"\bcomparisons?\b|\bneighbou?r|\bother (?:plans|payers|insurers|organi[sz]ations)\b")
_EXAMPLE = re.compile(
    r"^\W*(?:\w{1,3}[.)]\s+)?(?:an? )?(?:sample|example|specimen|illustration)s?\b(?! criteria)"
    r"|\bfilled[- ]in (?:line|form|example)"
)
"""A section that shows how a form is filled in sets no criteria."""


@record
class Over:
    """What stands over the units of a section."""

    above: tuple[str, ...]
    """The headings, folded, nearest first."""
    own: str
    """The heading of the section itself, folded."""
    aside: bool
    """Whether they head a comparison or an example, which sets no criteria."""
    role: Role


class Headings:
    """The headings of a document."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[int, Over] = {}

    def over(self, section: Section) -> Over:
        """What stands over the units of a section; remembered."""
        if section.index not in self._known:
            self._known[section.index] = self._made(section)
        return self._known[section.index]

    def _made(self, section: Section) -> Over:
        above = tuple(folded(heading) for heading in reversed(section.path))
        aside = any(_COMPARISON.search(low) for low in above) or any(_EXAMPLE.search(low) for low in above[:-1])
        return Over(above=above, own=folded(section.heading), aside=aside, role=self._own_role(section))

    def _own_role(self, section: Section) -> Role:
        """The role of a section; one that comes down from the title of the document says nothing about its chapters."""
        sections = self._outline.sections
        at: Section | None = section
        while at is not None and at.parent is not None and sections[at.parent].role is at.role:
            at = sections[at.parent]
        title = (
            at is not None
            and at.index <= 2
            and at.index != section.index
            and role_of_heading(section.heading) is not section.role
        )
        if not title or section.role not in (Role.BACKGROUND, Role.CRITERIA):
            return section.role
        return Role.UNKNOWN if section.role is Role.BACKGROUND else Role.POLICY
