"""The ladder of appeals as JSON, CSV, Markdown and a calendar."""

from __future__ import annotations

from datetime import date

from ketacli.deadlines.model import Ladder, Level, Right, SourceRef
from ketacli.reports.envelope import envelope
from ketacli.reports.rights_words import span, window_words
from ketacli.reports.tables import csv_text, md_escape, md_table

COLUMNS = (
    "plan_type",
    "state",
    "level",
    "title",
    "law",
    "days",
    "months",
    "counts_from",
    "act_by",
    "provisional",
    "safe_date",
    "latest_date",
    "send_by",
    "filed_when",
    "actor",
    "decision_clock",
    "next_step",
    "source",
    "source_address",
    "as_of",
)


def json_text(found: Ladder, asked: dict[str, object]) -> str:
    """The envelope with the ladder as its one result."""
    return envelope("rights", [found], inputs=[asked], warnings=found.warnings, sources=_sources(found))


def csv(found: Ladder) -> str:
    """One line a level."""
    return csv_text(COLUMNS, [_row(found, each) for each in found.levels])


def _row(found: Ladder, level: Level) -> list[object]:
    own: dict[str, object] = {"plan_type": found.plan_type, "state": found.state, "source": level.source.title}
    own |= {"source_address": level.source.address, "as_of": level.source.as_of}
    return [own[name] if name in own else getattr(level, name) for name in COLUMNS]


def markdown(found: Ladder) -> str:
    """The same as the text report, in Markdown."""
    lines = [f"# Appeal rights: {md_escape(found.plan_title)}", ""]
    if found.act_by:
        mark = " (provisional)" if found.act_by.provisional else ""
        lines += [f"**Act by {found.act_by.date}**{mark}: {md_escape(found.act_by.why)}", ""]
    lines += [f"- {md_escape(each)}" for each in found.warnings]
    rows = [
        (
            each.title,
            each.law,
            window_words(each),
            each.act_by,
            each.latest_date,
            each.decision_clock,
            each.next_step,
            f"{each.source.title} ({each.source.as_of})",
        )
        for each in found.levels
    ]
    headers = ("Step", "Law", "Window", "Act by", "Latest", "Decision", "Next step", "Source, checked")
    lines += ["", "## Steps", "", md_table(headers, rows)]
    notes = [f"- {md_escape(each.title)}: {md_escape(note)}" for each in found.levels for note in each.notes]
    lines += ["## Mind", "", *notes, ""] if notes else []
    if found.differences:
        kinds = [(each.title, each.level, span(each.days, each.months), each.safe_date) for each in found.differences]
        lines += ["## How the kinds of plan differ", "", md_table(("Plan", "First step", "Window", "Safe date"), kinds)]
    lines += ["## Rights", "", md_table(("Right", "Law"), [(each.right, each.law) for each in found.rights])]
    lines += ["## Further", "", md_table(("Route", "Law"), [(each.right, _law(each)) for each in found.further])]
    reach = [(each.name, each.role, each.phone, each.website) for each in found.regulators]
    lines += ["## Who oversees and helps", "", md_table(("Body", "Role", "Telephone", "Website"), reach)]
    no = [(each.law, each.why) for each in found.does_not_apply]
    lines += ["## Does not apply", "", md_table(("Law", "Why"), no)]
    return "\n".join(lines)


def _law(right: Right) -> str:
    return right.law + (" (check this)" if right.source.confidence == "unsettled" else "")


def ics(found: Ladder, *, stamp: date) -> str:
    """The open deadlines as a calendar: a day to send by and a day to act by."""
    from ketacli.reports.ics import Event, calendar

    events = []
    for each in found.levels:
        if not (each.open and each.act_by):
            continue
        about = f"{each.law}. {each.next_step} Check the date on your letter."
        key = f"rights:{found.plan_type}:{found.state}:{each.level}:{each.act_by}"
        mark = " (provisional)" if each.provisional else ""
        events.append(
            Event(
                day=each.act_by, title=f"Insurance appeal: last safe day{mark}", notes=f"{each.title}. {about}", key=key
            )
        )
        if each.send_by and each.send_by != each.act_by:
            events.append(
                Event(day=each.send_by, title="Insurance appeal: post it by today", notes=about, key=f"{key}:send")
            )
    return calendar(events, stamp=stamp)


def _sources(found: Ladder) -> list[SourceRef]:
    refs = [each.source for each in found.levels] + [each.source for each in (*found.rights, *found.further)]
    refs += [each.source for each in found.regulators] + [each.source for each in found.does_not_apply]
    return list({ref.address: ref for ref in refs}.values())
