"""A case, its next step and a work list, as a person reads them. Strings only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketacli.cases.dates import CaseDeadline
from ketacli.cases.model import Case
from ketacli.cases.next_step import NextStep
from ketacli.cases.worklist import Work
from ketacli.reports.paper import Paper

_LABELS = {
    "plan": ("plan_type", "state", "payer", "administrator"),
    "patient": ("name", "member_id", "group_number"),
    "provider": ("name", "practice", "npi"),
    "treatment": ("treatment", "indication", "sessions", "service", "urgent"),
}


def show(case: Case, step: NextStep, deadlines: Sequence[CaseDeadline], paper: Paper) -> str:
    """What the case holds, its days, its next step."""
    lines = [paper.heading(f"Case {case.id} in {case.folder}")]
    for section, keys in _LABELS.items():
        facts = case.section(section)
        told = [f"{key.replace('_', ' ')}: {facts[key]}" for key in keys if facts.get(key) not in (None, "")]
        lines.append(paper.wrap(f"{section.capitalize()}: {'; '.join(told) or 'not entered'}"))
    lines += _counts(case, paper)
    lines += _denials(case, paper)
    if deadlines:
        lines += [
            "",
            paper.heading("Days to keep"),
            *[paper.wrap(deadline_line(each), first="- ") for each in deadlines],
        ]
    lines += ["", *_step(step, paper)]
    return "\n".join(lines) + "\n"


def next_text(step: NextStep, paper: Paper) -> str:
    """The one next step."""
    return "\n".join(_step(step, paper)) + "\n"


def _step(step: NextStep, paper: Paper) -> list[str]:
    lines = [paper.heading("What to do next"), paper.bold(paper.wrap(step.step))]
    if step.by:
        mark = " (provisional)" if step.provisional else ""
        lines.append(paper.wrap(f"By {step.by} ({step.by:%A}){mark}, {left_words(step.days_left or 0)}.", indent=2))
    if step.why:
        lines.append(paper.wrap(f"Why: {step.why}", indent=2))
    if step.command:
        lines.append(paper.wrap(f"Command: {step.command}", indent=2))
    return lines


def _counts(case: Case, paper: Paper) -> list[str]:
    names = ("documents", "calls", "letters", "denials")
    counted = [f"{len(case.list(name))} {name}" for name in names]
    answered = len(case.section("answers"))
    return [paper.wrap(f"Holds: {', '.join(counted)}, {answered} answers")]


def _denials(case: Case, paper: Paper) -> list[str]:
    lines = []
    for row in case.list("denials"):
        reasons = ", ".join(str(each).replace("_", " ") for each in row.get("reasons", ()))
        day = row.get("notice_date") or "no date"
        lines.append(
            paper.wrap(f"Denial {row.get('id')}: {day}, {row.get('denial', 'initial')}. {reasons}", first="- ")
        )
    return lines


def deadline_line(each: CaseDeadline) -> str:
    """One day in one line."""
    mark = " (provisional)" if each.provisional else ""
    amount = f", ${each.amount:,}" if each.amount else ""
    return f"{each.date} ({each.date:%a}){mark}, {left_words(each.days_left or 0)}: {each.title}{amount}"


def left_words(days: int) -> str:
    """Days from today in words."""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def worklist(work: Sequence[Work], paper: Paper, *, today: date) -> str:
    """The work list, earliest first."""
    if not work:
        return "No case here has a day to keep.\n"
    rows = [
        (
            each.date.isoformat() + (" (provisional)" if each.provisional else ""),
            left_words(each.days_left),
            each.folder if each.folder != "." else each.case,
            each.title,
            f"{each.amount:,}" if each.amount else "",
        )
        for each in work
    ]
    table = paper.table(("Date", "Left", "Case", "What", "Dollars"), rows, right=(4,))
    late = sum(1 for each in work if each.days_left < 0)
    foot = f"{len(work)} day{'s' if len(work) != 1 else ''} to keep, {late} passed, as of {today}."
    return f"{table}\n\n{foot}\n"


def log(case: Case, paper: Paper) -> str:
    """What happened, and what was changed by whom."""
    lines = [paper.heading(f"Case {case.id}: what happened")]
    for row in sorted(case.list("events"), key=lambda one: str(one.get("on", ""))):
        told = " ".join(str(row[key]) for key in ("kind", "level", "text") if row.get(key))
        lines.append(paper.wrap(f"{row.get('on', 'no date')}: {told}", first="- "))
    for row in case.list("calls"):
        told = "; ".join(f"{key}: {row[key]}" for key in ("with", "reference", "notes") if row.get(key))
        lines.append(paper.wrap(f"{row.get('on', 'no date')}: call. {told}", first="- "))
    lines += ["", paper.heading("Changes of the file")]
    lines += [
        paper.wrap(f"{row.get('at', '')} {row.get('by', '')}: {row.get('what', '')}", first="- ")
        for row in case.list("history")
    ]
    return "\n".join(lines) + "\n"
