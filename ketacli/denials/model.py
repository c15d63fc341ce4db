"""What a denial letter, an explanation of benefits or a remittance says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ketacli.policy.reading import Code, DocumentFacts, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What to do about one reason, remark or group code."""

    code: str
    """As printed, without its group: "50", "N115", "MA130"; for a group "CO"."""
    system: str
    """`CARC`, `RARC` or `group`."""
    group: str | None
    """`CO`, `PR`, `OA`, `PI` or `CR` in front of a reason code; None where none is printed."""
    meaning: str
    actions: tuple[str, ...]
    """`correct`, `send_records`, `appeal`, `other_payer`, …; empty for a code that is not in the shipped list."""
    first_step: str
    appealable: bool | None
    billable_to_patient: bool | None
    source: str | None
    as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCandidate:
    """A date by which the letter may have to be answered."""

    date: date
    kind: str
    """`printed`: the letter's own date. `counted`: its days from its own date. `law`: the rule of a kind of plan."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActByDate:
    """The day to work to: the earliest candidate."""

    date: date | None
    provisional: bool
    """True where the letter gives two days, where the law's own is provisional, or where the kind of plan is open."""
    why: str
    candidates: tuple[DateCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """The outcome of reading one letter, statement or remittance."""

    document: DocumentFacts
    denial: dict[str, object] | None = None
    """Fields of CONTRACT Denial letters, with siblings `conflict` and `evidence`."""
    eob: dict[str, object] | None = None
    """Fields of CONTRACT Explanations of benefits; None for a letter."""
    remittance: dict[str, object] | None = None
    """Claims, lines and adjustments of an X12 835; None for anything else."""
    table: tuple[dict[str, object], ...] = ()
    """A remittance's service lines as rows of a table; empty for anything else."""
    dispute: str | None = None
    """`member_appeal` or `provider_dispute`: whose remedy it is; None where nothing was denied."""
    act_by: ActByDate | None = None
    acts: tuple[Act, ...] = ()
    positions: tuple[Position, ...] = ()
    """General rules that the letter quotes."""
    codes: tuple[Code, ...] = ()
    next_steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
