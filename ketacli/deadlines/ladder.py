"""The ladder of appeals for a plan, from where the patient stands, with dates on the rungs that are open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ketacli.deadlines.calendar import add_days
from ketacli.deadlines.law import Rule, rules_for
from ketacli.deadlines.model import PLAN_TYPES, ActBy, Ladder, Level, Printed, Question
from ketacli.deadlines.states import state_code
from ketacli.deadlines.windows import Window, by_law, notice_date, window
from ketacli.errors import UsageProblem

MAIL_DAYS = 5
"""Days of mail that a posted request is given: those that Medicare itself presumes (42 CFR 422.582(b))."""
_FILED = {
    "received": "the day the request arrives counts",
    "sent": "the postmark counts; keep proof of it",
    "not_stated": "the law does not say whether sending or arrival counts: see that it arrives in time",
}
_BY_STATE = frozenset({"employer_insured", "marketplace_individual", "student_insured", "nonfederal_gov_self_funded"})
"""Plan types whose external review differs by the State of issue."""
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def ladder(question: Question) -> Ladder:
    """All rungs from here on, with dates, rights, regulators and what does not apply.

    Raises UsageProblem for an unknown plan type, State or level, and for dates that cannot be (receipt before the
    notice). A date that cannot be computed is None, never a guess.
    """
    from ketacli.deadlines.beside import beside_the_ladder

    question = _sound(question)
    if question.plan_type == "unknown":
        from ketacli.deadlines.unknown import compare

        return compare(question)
    levels, passed = rungs(question)
    return Ladder(
        plan_type=question.plan_type,
        plan_title=plan_title(question.plan_type),
        state=question.state,
        denial=question.denial,
        levels=levels,
        passed=passed,
        act_by=_earliest(levels),
        warnings=(*_warnings(question, levels), *_stale(question)),
        **beside_the_ladder(question),
    )


def act_by(question: Question) -> ActBy | None:
    """The one date to work to; None where none can be computed. Raises UsageProblem as `ladder` does."""
    question = _sound(question)
    if question.plan_type == "unknown":
        return ladder(question).act_by
    return _earliest(rungs(question)[0])


def rungs(question: Question) -> tuple[tuple[Level, ...], tuple[str, ...]]:
    """The rungs ahead, and the ids of those behind."""
    rules = rules_for(question.plan_type, question.state, notice_date(question))
    behind = _behind(question, rules)
    ahead = [rule for rule in rules if rule not in behind and (question.urgent or not rule.urgent_only)]
    main = [rule for rule in ahead if not rule.urgent_only]
    first = min((rule.order for rule in main), default=0)
    levels = [
        _level(place, rule, question, _opening(rule, first, main, question)) for place, rule in enumerate(ahead, 1)
    ]
    return tuple(levels), tuple(dict.fromkeys(rule.level for rule in behind))


def _behind(question: Question, rules: tuple[Rule, ...]) -> list[Rule]:
    if question.decided:
        reached = [rule.order for rule in rules if rule.level == question.decided]
        if not reached:
            names = ", ".join(dict.fromkeys(rule.level for rule in rules))
            raise UsageProblem(
                f"a plan of type {question.plan_type} has no level {question.decided!r}", hint=f"Its levels: {names}."
            )
        return [rule for rule in rules if rule.order <= reached[0]]
    return [rule for rule in rules if rule.internal] if question.denial == "final" else []


def _opening(rule: Rule, first: int, main: list[Rule], question: Question) -> str:
    """How a rung stands: `open`, `maybe` (open if the rung before it is voluntary), or `later`."""
    if rule.order == first or rule.urgent_only:
        return "open"
    if set(rule.at_once_for) & set(question.reasons) and question.denial == "initial" and not question.decided:
        return "open"
    optional = [each for each in main if each.order == first and each.optional]
    following = [each.order for each in main if each.order > first]
    return "maybe" if optional and following and rule.order == min(following) else "later"


def _level(place: int, rule: Rule, question: Question, opening: str) -> Level:
    printed = _printed_for(rule, question, opening)
    found = window(rule, question, printed=printed) if opening != "later" else _beyond(rule, question)
    notes = [rule.condition] if rule.condition else []
    notes += [*rule.notes, *found.notes]
    if opening == "maybe":
        notes.append("If the level before this one is voluntary, this clock runs from the decision in hand.")
    day = found.act_by
    counted = day or found.latest
    return Level(
        level=rule.level,
        order=place,
        title=rule.heading,
        law=rule.law,
        days=rule.days,
        months=rule.months,
        counts_from=rule.counts_from,
        counts_from_text=rule.counts_from_text,
        presumed_receipt_days=rule.presumed_receipt_days,
        open=opening != "later",
        safe_date=found.safe,
        latest_date=found.latest,
        act_by=day,
        provisional=found.provisional or (opening == "maybe" and day is not None),
        check_this=not rule.settled,
        legal_safe_date=found.legal_safe,
        legal_latest_date=found.legal_latest,
        candidates=tuple(found.candidates),
        days_left=(counted - question.today).days if counted and question.today else None,
        filed_when=rule.filed_when,
        filed_when_text=_FILED[rule.filed_when],
        send_by=_send_by(rule, day, notice_date(question)),
        actor="provider" if rule.provider_clock else "patient_or_representative",
        decision_clock=_decision(rule, question),
        next_step=(question.urgent and rule.next_step_urgent) or rule.next_step,
        notes=tuple(notes),
        source=rule.source,
    )


def _beyond(rule: Rule, question: Question) -> Window:
    """A rung that is not open yet has no date, but for a court's limit that counts from the year of the service."""
    found = by_law(rule, question) if rule.service_year_limit else Window()
    found.legal_safe, found.legal_latest = found.safe, found.latest
    return found


def _printed_for(rule: Rule, question: Question, opening: str) -> tuple[Printed, ...]:
    """What the letter prints belongs to the rung that it opens; a fast track beside it is only never later."""
    if opening == "maybe" or not question.printed:
        return ()
    if not (rule.urgent_only or rule.provider_clock):
        return question.printed
    own = by_law(rule, question).safe
    return tuple(each for each in question.printed if each.on and own and each.on < own)


def _send_by(rule: Rule, day: date | None, notice: date | None) -> date | None:
    """The day to post it; None where the window is too short for the post."""
    if day is None or rule.filed_when == "sent":
        return day
    posted = add_days(day, -MAIL_DAYS)
    return None if notice and posted <= notice else posted


def _decision(rule: Rule, question: Question) -> str:
    names = ["decision"]
    if question.service == "drug":
        names.insert(0, "decision_drug")
    if question.urgent:
        names = [f"{name}_urgent" for name in names] + names
    return next((rule.decision[name] for name in names if name in rule.decision), "")


def _earliest(levels: tuple[Level, ...]) -> ActBy | None:
    """The earliest date among the rungs that the patient can take now."""
    dated = [each for each in levels if each.open and each.act_by and each.actor == "patient_or_representative"]
    if not dated:
        return None
    first = min(dated, key=lambda each: (each.act_by or date.max, each.order))
    day = first.act_by or date.max
    reason = next((each.rule for each in first.candidates if each.date == day), "")
    return ActBy(date=day, level=first.level, provisional=first.provisional, why=reason)


def _warnings(question: Question, levels: tuple[Level, ...]) -> tuple[str, ...]:
    told = []
    start = notice_date(question)
    if start is None and question.received_on is None and not any(each.on for each in question.printed):
        told.append("No date was given: add --denied-on with the date on the letter, and the dates are computed.")
    if question.today and start and start > question.today:
        told.append("The date on the letter lies in the future: check it.")
    if start and any(each.on and each.on < start for each in question.printed):
        told.append("The printed deadline lies before the date of the letter: one of the two is misread or wrong.")
    late = [each for each in levels if each.open and each.days_left is not None and each.days_left < 0]
    told += [_late(each, question.today) for each in late[:1]]
    if question.state is None and question.plan_type in _BY_STATE:
        told.append("No State was given: external review differs by State, and the earliest date stands. Add --state.")
    return tuple(told)


def _stale(question: Question) -> list[str]:
    """A law that was due to be looked at again by now."""
    today = question.today
    used = [each.fact for each in rules_for(question.plan_type, question.state, notice_date(question))]
    if today is None or all(each.review_by is None or each.review_by >= today for each in used):
        return []
    from ketacli.facts import stale_warnings

    return stale_warnings(used, today)


def _late(level: Level, today: date | None) -> str:
    name = f'"{level.title}"'
    if today and level.latest_date and level.latest_date >= today:
        return (
            f"The safe date for {name} has passed, but by rule the window runs until {level.latest_date}: file at "
            "once, and keep proof of the day on which the letter reached you."
        )
    if level.latest_date is None and level.counts_from == "receipt":
        return (
            f"The safe date for {name} has passed. The window counts from the day you received the letter: file at "
            "once, and keep proof of that day."
        )
    return (
        f"The date to act by for {name} has passed. File at once all the same, say why it is late, and ask for the "
        "time to be extended."
    )


def _sound(question: Question) -> Question:
    if question.plan_type not in PLAN_TYPES:
        from difflib import get_close_matches

        near = get_close_matches(question.plan_type, PLAN_TYPES, n=1)
        first = f"Did you mean {near[0]}? " if near else ""
        raise UsageProblem(
            f"there is no plan type {question.plan_type!r}", hint=first + f"One of: {', '.join(PLAN_TYPES)}."
        )
    if question.state is not None:
        question = replace(question, state=state_code(question.state))
    days = [question.denied_on, *question.other_notice_dates, question.received_on, question.service_on]
    days += [each.on for each in question.printed]
    if any(day and not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in days):
        raise UsageProblem(f"a date lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}", hint="Check the year.")
    start = notice_date(question)
    if start and question.received_on and question.received_on < start:
        raise UsageProblem(
            "the letter cannot have arrived before the date that it bears",
            hint="--denied-on is the date on the letter, --received-on the day it reached you.",
        )
    return question


def plan_title(plan_type: str) -> str:
    """The plan type in plain words."""
    return PLAN_TITLES[plan_type]


PLAN_TITLES = {
    "employer_self_funded": "Employer plan, self-funded (the employer pays the claims)",
    "employer_insured": "Employer plan, insured (an insurance company pays the claims)",
    "marketplace_individual": "Individual or family policy (marketplace or bought directly)",
    "nonfederal_gov_self_funded": "Self-funded plan of a State, county, city or school",
    "church_plan": "Church plan",
    "medicare_original": "Original Medicare (Part B)",
    "medicare_advantage": "Medicare Advantage",
    "medicare_part_d": "Medicare drug plan (Part D)",
    "medicaid_managed_care": "Medicaid through a plan (managed care)",
    "medicaid_ffs": "Medicaid directly from the State (fee for service)",
    "tricare": "TRICARE",
    "va_health_care": "Veterans Affairs health care",
    "fehb": "Federal Employees Health Benefits",
    "pshb": "Postal Service Health Benefits",
    "student_insured": "Student health plan, insured",
    "grandfathered": "Grandfathered plan (in force since before 23 March 2010)",
    "short_term": "Short-term policy or fixed indemnity",
    "health_sharing_ministry": "Health sharing ministry",
    "unknown": "Kind of plan not known",
}
