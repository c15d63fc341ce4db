"""The day to work to: the earliest date that the letter prints, that its days give, or that the plan's law gives."""

from __future__ import annotations

import re
from datetime import date

from ketacli import deadlines
from ketacli.deadlines.calendar import add_business_days, add_days, add_months
from ketacli.denials.model import ActByDate, DateCandidate

_I = re.IGNORECASE
_PROGRAMMES = (
    ("tricare", r"\bTRICARE\b"),
    ("fehb", r"\bFEHB\b|federal employees? health benefits|office of personnel management"),
    ("va_health_care", r"veterans health administration|\bVHA\b"),
    ("medicare_part_d", r"part d\b|redetermination[^.]{0,60}drug|medicare prescription drug"),
    (
        "medicare_advantage",
        r"medicare (?:advantage|health plan)|organization determination|notice of denial of medical coverage|"
        r"important: this notice explains your right to appeal",
    ),
    ("medicare_original", r"medicare summary notice|medicare administrative contractor"),
    ("medicaid_managed_care", r"(?:state )?fair hearing|medicaid (?:managed care|health plan|plan|member)"),
)


def plan_type_of(text: str, funding: object) -> str | None:
    """The kind of plan where the letter's own words settle it; None where they do not."""
    for plan_type, words in _PROGRAMMES:
        if re.search(words, text, _I):
            return plan_type
    if funding == "self_funded" and re.search(
        r"\bERISA\b|502\(a\)|employee(?:s[’']?|e)? (?:health|benefit)|your employer", text, _I
    ):
        return "employer_self_funded"
    if re.search(r"student health", text, _I) and funding != "self_funded":
        return "student_insured"
    if funding == "insured" and re.search(r"\bERISA\b|502\(a\)|group (?:number|no)|your employer", text, _I):
        return "employer_insured"
    return None


def act_by(
    letter: dict[str, object],
    appeals: dict[str, object] | None,
    *,
    plan_type: str | None,
    state: str | None,
    received_on: date | None,
    today: date | None,
) -> ActByDate:
    """The earliest candidate. Provisional where the letter gives two, where `ketacli rights` says so for the same
    facts, or where no law is certain and the letter is silent. A printed window that is shorter than the law's is no
    conflict.

    A date that counts from receipt is computed from the notice, the safe side, unless `received_on` is given.
    """
    notices = _notice_dates(letter)
    found = [*_printed(letter), *_counted(letter, appeals, notices, received_on)]
    own = {one.date for one in found}
    by_law = _by_law(letter, appeals, notices, plan_type, state, received_on, today)
    unsettled = False
    if by_law and (plan_type or not found):
        found.append(by_law[0])
        unsettled = by_law[1]
    found = list(
        {one.date: one for one in sorted(found, key=lambda one: (one.date, one.kind == "law"), reverse=True)}.values()
    )
    found.sort(key=lambda one: one.date)
    if not found:
        return ActByDate(date=None, provisional=True, why=_missing(notices))
    earliest = found[0]
    uncertain = plan_type is None and all(one.kind == "law" for one in found)
    return ActByDate(
        date=earliest.date,
        provisional=len(own) > 1 or unsettled or uncertain or len(notices) > 1,
        why=earliest.why,
        candidates=tuple(found),
    )


def is_final(letter: dict[str, object], appeals: dict[str, object] | None) -> bool:
    """A last internal decision: the letter offers no internal appeal, only the external review."""
    internal = ("appeal_deadline_days", "appeal_deadline_date")
    return not any(_values(letter, name) for name in internal) and bool(
        _values(appeals, "external_months") or _values(appeals, "external_days")
    )


def _missing(notices: list[date]) -> str:
    if notices:
        return "The letter prints no time limit; the kind of plan decides. Add --plan-type."
    return (
        "The letter bears no date that could be counted from. Add --denied-on with the date on its envelope or "
        "of its arrival."
    )


def _notice_dates(letter: dict[str, object]) -> list[date]:
    """The date of the notice, or all that are in conflict, earliest first."""
    conflict = letter.get("conflict")
    several = conflict.get("notice_date") if isinstance(conflict, dict) else None
    values = [one["value"] for one in several] if several else [letter.get("notice_date")]
    return sorted(date.fromisoformat(str(value)) for value in values if value and len(str(value)) == 10)


def _values(record: dict[str, object] | None, name: str) -> list[object]:
    """The value of a field, or those in conflict."""
    if record is None:
        return []
    conflict = record.get("conflict")
    several = conflict.get(name) if isinstance(conflict, dict) else None
    if several:
        return [one["value"] for one in several]
    return [record[name]] if record.get(name) is not None else []


def _printed(letter: dict[str, object]) -> list[DateCandidate]:
    return [
        DateCandidate(
            date=date.fromisoformat(str(value)), kind="printed", why=f"the letter prints {value} as the last day"
        )
        for value in _values(letter, "appeal_deadline_date")
    ]


def _counted(
    letter: dict[str, object], appeals: dict[str, object] | None, notices: list[date], received_on: date | None
) -> list[DateCandidate]:
    """The letter's number of days or months from each date that it bears."""
    found: list[DateCandidate] = []
    from_receipt = letter.get("deadline_from") == "receipt"
    starts = [received_on] if from_receipt and received_on else notices
    words = "the day it arrived" if from_receipt and received_on else "the date on the letter"
    business = (appeals or {}).get("internal_days_unit") == "business_days"
    for start in starts:
        for value in _values(letter, "appeal_deadline_days"):
            days = int(str(value))
            end = add_business_days(start, days) if business else add_days(start, days)
            found.append(
                DateCandidate(
                    date=end, kind="counted", why=f"{words}, {start}, + {days} {'business ' if business else ''}days"
                )
            )
        months = _values(appeals, "internal_months") or (
            _values(appeals, "external_months") if is_final(letter, appeals) else []
        )
        for value in months:
            end = add_months(start, int(str(value)))
            found.append(DateCandidate(date=end, kind="counted", why=f"{words}, {start}, + {value} months"))
    return found


def _by_law(
    letter: dict[str, object],
    appeals: dict[str, object] | None,
    notices: list[date],
    plan_type: str | None,
    state: str | None,
    received_on: date | None,
    today: date | None,
) -> tuple[DateCandidate, bool] | None:
    """What `ketacli rights` computes for the same facts, and whether it calls that provisional."""
    if not notices and received_on is None:
        return None
    question = deadlines.Question(
        plan_type=plan_type or "unknown",
        state=state,
        denied_on=notices[0] if notices else None,
        other_notice_dates=tuple(notices[1:]),
        received_on=received_on,
        denial="final" if is_final(letter, appeals) else "initial",
        reasons=tuple(str(word) for word in _list(letter.get("reasons"))),
        printed=_printed_windows(letter, appeals),
        today=today,
    )
    found = deadlines.act_by(question)
    if found is None:
        return None
    return DateCandidate(date=found.date, kind="law", why=found.why), found.provisional


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _printed_windows(letter: dict[str, object], appeals: dict[str, object] | None) -> tuple[deadlines.Printed, ...]:
    counts = letter.get("deadline_from")
    counts_from = "receipt" if counts == "receipt" else "notice" if counts == "notice" else None
    business = (appeals or {}).get("internal_days_unit") == "business_days"
    days = [
        deadlines.Printed(days=int(str(value)), business=business, counts_from=counts_from)  # type: ignore[arg-type]
        for value in _values(letter, "appeal_deadline_days")
    ]
    fixed = [deadlines.Printed(on=date.fromisoformat(str(value))) for value in _values(letter, "appeal_deadline_date")]
    return (*fixed, *days)
