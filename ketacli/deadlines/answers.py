"""Clocks that run for the other side, and the business-day clocks of estimates."""

from __future__ import annotations

from datetime import date, timedelta

from ketacli.deadlines.calendar import add_business_days, add_days, subtract_business_days
from ketacli.deadlines.law import Rule, rules_for
from ketacli.deadlines.model import Question

_HOURS_A_DAY = 24


def answer_due(question: Question, level: str, filed_on: date) -> date | None:
    """The last day for a decision on what was filed at `level`; None where the law names none.

    The clock starts with the filing, complete or not (29 CFR 2560.503-1(i)(4)). Care is taken as received where
    `question.service_on` lies on or before the filing. Hours count as whole days, rounded up.
    """
    rule = next((each for each in rules_for(question.plan_type, question.state, filed_on) if each.level == level), None)
    if rule is None:
        return None
    if question.urgent and rule.answer_hours_urgent:
        return add_days(filed_on, -(-rule.answer_hours_urgent // _HOURS_A_DAY))
    days = _days(rule, question, filed_on)
    return add_days(filed_on, days) if days else None


def _days(rule: Rule, question: Question, filed_on: date) -> int | None:
    if question.service_on and question.service_on <= filed_on:
        return rule.answer_days_paid
    if question.service == "drug" and rule.answer_days_drug:
        return rule.answer_days_drug
    return rule.answer_days


def estimate_due(
    *, asked_on: date | None = None, booked_on: date | None = None, service_on: date | None = None
) -> date:
    """The day by which a good faith estimate must be given (45 CFR 149.610(b)(1)(vi)); all clocks in business days.

    Booked at least 10 business days ahead: 3 after the booking; at least 3 ahead: 1 after it; merely asked for: 3
    after the request. Raises ValueError where neither request nor booking is known, or the booking is for a day less
    than 3 business days off and nothing was asked.
    """
    dates = [add_business_days(asked_on, 3)] if asked_on else []
    if booked_on and service_on:
        if subtract_business_days(service_on, 10) >= booked_on:
            dates.append(add_business_days(booked_on, 3))
        elif subtract_business_days(service_on, 3) >= booked_on:
            dates.append(add_business_days(booked_on, 1))
    if not dates:
        raise ValueError("no estimate is due: nothing was asked, or the service is less than 3 business days off")
    return min(dates)


def dispute_until(billed_on: date) -> date:
    """Last day to dispute a bill that is $400 or more above the estimate: 120 calendar days (45 CFR 149.620(c))."""
    return billed_on + timedelta(days=120)
