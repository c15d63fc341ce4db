"""Filing windows and decision clocks by law: dates, rolls, conflicts. Rights, denials, cases and letters all ask here.

    from ketacli import deadlines
    found = deadlines.ladder(deadlines.Question(plan_type="medicare_advantage", denied_on=date(2026, 9, 18)))
    found.levels[0].safe_date, found.act_by.date

`ketacli.deadlines.answers` has the clocks of the other side (`answer_due`) and of estimates.
Everything here is a pure function of its arguments and of the shipped facts; nothing looks at the clock.
"""

from ketacli.deadlines.ladder import act_by, ladder
from ketacli.deadlines.model import (
    PLAN_TYPES,
    ActBy,
    Candidate,
    Ladder,
    Level,
    NotApplicable,
    Printed,
    Question,
    Regulator,
    Right,
    SourceRef,
)

__all__ = [
    "PLAN_TYPES",
    "ActBy",
    "Candidate",
    "Ladder",
    "Level",
    "NotApplicable",
    "Printed",
    "Question",
    "Regulator",
    "Right",
    "SourceRef",
    "act_by",
    "ladder",
]
