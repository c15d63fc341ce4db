"""How much is asked for, against the policy's limits: doses, sessions, kits, devices, courses."""

from __future__ import annotations

import re

from ketacli.eligibility.finding import Finding, Status, met, unknown, unmet
from ketacli.eligibility.judges.compare import against
from ketacli.eligibility.judges.context import Context
from ketacli.policy.reading import Criterion

_QUANTITY_KEYS: dict[str, str] = {
    "mg_per_dose": "dose_mg",
    "mg": "dose_mg",
    "mg_per_day": "dose_mg",
    "mg_per_session": "dose_mg",
    "mg_per_treatment": "dose_mg",
    "mg_per_visit": "dose_mg",
    "mg_per_week": "dose_mg_per_week",
    "mg_per_kg": "dose_mg_per_kg",
    "doses_per_week": "doses_per_week",
    "kits_per_week": "doses_per_week",
    "sessions_per_week": "sessions_per_week",
    "treatments_per_week": "sessions_per_week",
    "kits_per_28_days": "kits_per_28_days",
    "kits_per_4_weeks": "kits_per_28_days",
    "kits_first_45_days": "kits_first_45_days",
    "devices_per_4_weeks": "devices_per_4_weeks",
    "devices_per_28_days": "devices_per_4_weeks",
    "devices_per_week": "devices_per_week",
    "sessions": "sessions_requested",
    "treatments": "sessions_requested",
    "infusions": "sessions_requested",
    "doses": "sessions_requested",
    "visits": "sessions_requested",
    "sessions_per_course": "sessions_requested",
    "treatments_per_course": "sessions_requested",
    "infusions_per_course": "sessions_requested",
    "days": "course_days",
    "consecutive_days": "course_days",
    "hours_per_day": "hours_per_day",
    "courses": "course_number_in_episode",
    "courses_per_12_months": "courses_past_12_months",
    "courses_per_year": "courses_past_12_months",
}


def quantity(criterion: Criterion, context: Context) -> Finding:
    """The amount that is asked for against the policy's limit, in the limit's own unit."""
    unit = criterion.unit or ""
    spread = _over_a_window(criterion, context)
    if spread is not None:
        return spread
    key = _key_of(unit) or _devices(criterion)
    value = _amount(key, context)
    if not key or (value is None and _interval(criterion)):
        return unknown("whether the request stays within this limit is not known", key or "sessions_requested")
    if criterion.number is None:
        return unknown("the limit has no number that could be compared", key)
    found = against(
        value,
        criterion.number,
        criterion.comparison,
        default="at_most",
        what="Amount",
        unit=unit.replace("_", " "),
        keys=(key,),
    )
    if found.status is Status.UNMET and _of_the_other_phase(
        context.words(criterion), criterion.number, renewal=context.renewal
    ):
        return met(found.fact or "", f"{found.why}; this limit holds in the other phase of treatment", key)
    return found


_LATER = re.compile(r"\bafter (?:that|the (?:first|initial)|week)|thereafter|maintenance|\bthen\b")
_FIRST = re.compile(r"\bfirst \d+ (?:day|week|month)|\binitial|induction|weeks? (?:1|one)\b")


def _of_the_other_phase(words: str, number: float, *, renewal: bool) -> bool:
    """Whether a limit is for the weeks that this request is not about: the first ones, or those after them.

    A later phase must be named before the number that it limits: "8 sessions, then weekly" limits the first phase.
    """
    place = words.find(f"{number:g}")
    later = _LATER.search(words[: max(place, 0)]) is not None
    return later if not renewal else not later and _FIRST.search(words) is not None


def _key_of(unit: str) -> str:
    """The answer that holds an amount in this unit; empty where none does. Milligrams per kilogram are never mg."""
    if unit.startswith("mg_per_kg"):
        return "dose_mg_per_kg"
    if unit.startswith("days"):
        return "course_days"
    return _QUANTITY_KEYS.get(unit, "")


_A_DAYS_DEVICES = 3
"""Most devices that one session uses (84 mg)."""


def _devices(criterion: Criterion) -> str:
    """A bare number of devices or kits is one for four weeks where it is more than a session uses."""
    unit, many = criterion.unit or "", (criterion.number or 0) > _A_DAYS_DEVICES
    return {"devices": "devices_per_4_weeks", "kits": "kits_per_28_days"}.get(unit, "") if many else ""


_WINDOW = re.compile(r"(?:sessions|treatments|infusions|doses|visits)_per_(\d+_)?(day|week|month|year)s?$")


def _over_a_window(criterion: Criterion, context: Context) -> Finding | None:
    """ "At most 6 sessions in 28 days" against the sessions asked for and the days over which they are spread.

    None where the limit is none of this kind. More sessions over more days than the limit's may or may not keep to it.
    """
    found = _WINDOW.match(criterion.unit or "")
    if found is None or criterion.number is None or (criterion.unit or "") in _QUANTITY_KEYS:
        return None
    days = int((found.group(1) or "1_").rstrip("_")) * {"day": 1, "week": 7, "month": 30, "year": 365}[found.group(2)]
    asked, window = context.patient.number("sessions_requested"), context.patient.number("session_window_days")
    keys, limit = ("sessions_requested", "session_window_days"), criterion.number
    why = f"at most {limit:g} in {days} days is asked for"
    if asked is None:
        return unknown(f"{why}; the number of sessions asked for is not known", *keys)
    fact = f"{asked:g} sessions" + (f" in {window:g} days" if window is not None else "")
    if asked <= limit:
        return met(fact, why, *keys)
    if window is not None and asked > limit * -(-window // days):
        return unmet(fact, why, *keys)
    return unknown(f"{why}; entered: {fact}", *keys, fact=fact)


def _interval(criterion: Criterion) -> bool:
    return criterion.comparison == "at_least"


def _amount(key: str, context: Context) -> float | None:
    patient = context.patient
    direct = patient.number(key) if key else None
    if direct is not None:
        return direct
    dose, times = patient.number("dose_mg"), patient.number("doses_per_week")
    if key == "dose_mg_per_week" and dose is not None and times is not None:
        return dose * times
    if key == "devices_per_week":
        month = patient.number("devices_per_4_weeks")
        return None if month is None else month / 4
    if key in ("sessions_per_week", "doses_per_week"):
        return patient.number("doses_per_week") or patient.number("sessions_per_week")
    return None
