"""Options that describe a series, declared once and handed to the sub-commands of `cost` as one `Question`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ketacli.commands.options import as_date, as_today
from ketacli.cost.asking import Question


def _option(kind: Any, name: str, help_: str, metavar: str | None = None) -> Any:
    return Annotated[kind, typer.Option(name, help=help_, metavar=metavar)]


_Text = str | None
_SERIES: dict[str, tuple[Any, object]] = {
    "sessions": (_option(int | None, "--sessions", "How many sessions.", "N"), None),
    "treatment": (
        _option(_Text, "--treatment", "ketamine_iv (unless given), ketamine_im, ketamine_oral, esketamine."),
        None,
    ),
    "indication": (_option(_Text, "--indication", "trd, mdd_si, chronic_pain, and so on."), None),
    "schedule": (_option(_Text, "--schedule", "A rhythm by name: esketamine, esketamine_mdd_si, ketamine_pain."), None),
    "dose_mg": (_option(int | None, "--dose", "Spravato: 56 or 84 mg.", "MG"), None),
    "start": (_option(_Text, "--start", "First session (today, unless given).", "DATE"), None),
    "every": (_option(int | None, "--every", "Days from one session to the next.", "DAYS"), None),
    "maintenance": (
        _option(_Text, "--maintenance", "After the first course: weekly, fortnightly, monthly or days."),
        None,
    ),
    "until": (_option(_Text, "--until", "Last day of the series.", "DATE"), None),
    "days": (_option(_Text, "--dates", "The dates themselves, with commas.", "DATES"), None),
    "allowed": (
        _option(_Text, "--allowed", "What the plan allows (out of network: recognises) a session.", "USD"),
        None,
    ),
    "billed": (_option(_Text, "--billed", "What the clinic bills a session.", "USD"), None),
    "benefit": (_option(_Text, "--benefit", "Row of the plan, such as clinic_infusion.", "ROW"), None),
    "network": (_option(str, "--network", "Whether the clinic is in or out of the plan's network.", "in|out"), "in"),
    "plan": (
        _option(_Text, "--plan", "plan.toml, a plan document (sbc.pdf), medicare-part-b, medicaid, none.", "PLAN"),
        None,
    ),
    "prices": (_option(Path | None, "--prices", "The clinic's price list, line by line (TOML).", "FILE"), None),
    "coverage": (
        _option(_Text, "--coverage", "Your cover while you ask for a self-pay price: medicare_original, …"),
        None,
    ),
    "opted_out": (_option(bool, "--opted-out", "The clinician has opted out of Medicare."), False),
    "self_pay_agreed": (
        _option(bool, "--self-pay-agreed", "Medicaid refused, and you agreed in writing to pay."),
        False,
    ),
    "not_authorized": (
        _option(bool, "--not-authorized", "Without the prior authorization that the plan asks for."),
        False,
    ),
    "today": (_option(_Text, "--today", "Act as if today were this day (YYYY-MM-DD).", "DATE"), None),
}
"""Name of the parameter → its declaration and its default."""


def question_of(values: dict[str, Any]) -> Question:
    """The question that a set of series options asks. Raises UsageProblem for a date that is none."""
    asked = {name: values[name] for name in _SERIES if name not in ("today", "not_authorized", "start", "until")}
    return Question(
        today=as_today(values["today"]),
        start=as_date(values["start"], "--start"),
        until=as_date(values["until"], "--until"),
        authorized=not values["not_authorized"],
        **asked,
    )


def with_series(command: Callable[..., int]) -> Callable[..., int]:
    """Gives a command all options of a series; they reach it as its parameter `question`."""

    def run(**values: Any) -> int:
        question = question_of(values)
        rest = {name: value for name, value in values.items() if name not in _SERIES}
        return command(question=question, **rest)

    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(command, eval_str=True).parameters.items()
        if name != "question"
    ]
    kind = inspect.Parameter.KEYWORD_ONLY
    series = [
        inspect.Parameter(name, kind, default=default, annotation=annotation)
        for name, (annotation, default) in _SERIES.items()
    ]
    run.__signature__ = inspect.Signature([*own[:1], *series, *own[1:]])  # type: ignore[attr-defined]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run
