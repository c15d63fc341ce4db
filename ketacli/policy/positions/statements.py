"""What one passage says of one treatment for one indication, before passages are weighed against each other."""

from __future__ import annotations

from ketacli.policy.reading import Indication, PositionWord, Treatment
from ketacli.records import record

OWN, LEAD, SECTION, BEFORE, SUBJECT, NOWHERE = 5, 4, 3, 2, 1, 0
"""Where a treatment or an indication was found: in the clause, in the lead-in, in a heading, in the sentence before,
in the document's title, nowhere. What stands nearer counts for more."""

SOURCES = {
    OWN: "named in the clause",
    LEAD: "taken from the lead-in of its list",
    SECTION: "taken from a heading",
    BEFORE: "taken from the sentence before",
    SUBJECT: "taken from the title",
    NOWHERE: "not named",
}


@record
class Statement:
    """One passage's verdict on one pair."""

    treatment: Treatment
    indication: Indication
    position: PositionWord
    page: int
    quote: str
    heading: str | None
    rule: str
    treatment_from: int = OWN
    indication_from: int = OWN
    kind: str = "named"
    """Kind of the indication: `named`, `group`, `other` (a catch-all), `all`, `fda`, `none` (nothing named)."""
    unmet: bool = False
    """Holds for those who do not meet the criteria."""
    excepted: bool = False
    """Has an exception that sets criteria ("not covered unless all of the following are met")."""
    limited: bool = False
    fallback: bool = False
    """Follows only from a list of criteria, without a word of coverage."""
    applies_to: str | None = None
    trace: tuple[str, ...] = ()

    @property
    def covers(self) -> bool:
        """Whether it is a word of coverage."""
        return self.position in ("covered", "covered_with_criteria")

    @property
    def refuses(self) -> bool:
        """Whether it is a refusal."""
        return self.position in ("not_covered", "experimental", "not_medically_necessary")

    @property
    def weight(self) -> int:
        """How near treatment and indication stand to the verdict."""
        return self.treatment_from + self.indication_from
