"""What `ketacli rights` shows at a terminal: the date first, then the ladder, then who helps."""

from __future__ import annotations

from datetime import date

from ketacli.deadlines.model import Ladder, Level, Right
from ketacli.reports.paper import Paper
from ketacli.reports.rights_words import span, window_words

_ROWS = 3
"""Rights shown on one screen; `--all` shows the rest."""
_CHECK = "The notice in your hand controls: check every date against your letter."


def render(found: Ladder, paper: Paper, *, everything: bool = False) -> str:
    """The whole report; rights and further routes in full only with `everything`."""
    where = f", policy issued in {found.state}" if found.state else ""
    title = paper.bold(paper.wrap(f"Your appeal rights: {found.plan_title}{where}"))
    lines = [title, *_verdict(found, paper)]
    lines += [paper.wrap(each, first="! ") for each in found.warnings]
    lines += _questions(found, paper) + _differences(found, paper)
    lines += ["", paper.heading("The steps, from here on")] if found.levels else []
    for level in found.levels:
        lines += _level(level, paper) if level.open or everything else _later(level, paper)
    if found.passed:
        lines.append(paper.wrap(f"Behind you: {', '.join(each.replace('_', ' ') for each in found.passed)}."))
    lines += _rights(found, paper, everything)
    lines += _regulators(found, paper) + _not(found, paper)
    lines += ["", paper.heading("What to do next")]
    lines += [paper.wrap(step, first="- ") for step in _next(found)]
    return "\n".join(lines) + "\n"


def long_date(day: date) -> str:
    """A date as a person reads it: ISO and the day of the week."""
    return f"{day.isoformat()} ({day:%A})"


def _verdict(found: Ladder, paper: Paper) -> list[str]:
    if found.act_by is None:
        ceiling = next((each.latest_date for each in found.levels if each.open and each.latest_date), None)
        if ceiling:
            text = (
                f"No safe date can be told from the law; at the very latest {long_date(ceiling)}, and it may be sooner."
            )
            return [paper.bold(paper.wrap(text + " Act now."))]
        first = next((each for each in found.levels if each.open), None)
        undated = first is not None and first.days is None and first.months is None
        return [paper.bold(paper.wrap(f"No date by law: {first.counts_from_text}."))] if first and undated else []
    mark = " (provisional)" if found.act_by.provisional else ""
    left = next((each.days_left for each in found.levels if each.level == found.act_by.level), None)
    rest = "" if left is None else f", {_left(left)}"
    return [
        paper.bold(paper.wrap(f"Act by {long_date(found.act_by.date)}{mark}{rest}.")),
        paper.wrap(f"How it is counted: {found.act_by.why}.", indent=2),
        paper.wrap(_CHECK, indent=2),
    ]


def _left(days: int) -> str:
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} ago"
    return "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} from today"


def _questions(found: Ladder, paper: Paper) -> list[str]:
    lines = []
    for each in found.questions:
        lines += ["", paper.wrap(f"{each.question} ({each.option})")]
        lines += [paper.wrap(f"{value}: {words}", indent=2, first="- ") for value, words in each.choices]
    return ["", paper.heading("Three questions settle it"), *lines[1:]] if lines else []


def _differences(found: Ladder, paper: Paper) -> list[str]:
    if not found.differences:
        return []
    lines = ["", paper.heading("How the kinds of plan differ")]
    for each in sorted(found.differences, key=lambda one: (one.safe_date or date.max, one.title)):
        day = f"safe until {each.safe_date}" if each.safe_date else "see the letter"
        lines.append(paper.wrap(f"{each.plan_type}: {span(each.days, each.months)}, {day}", first="- "))
    return lines


def _later(level: Level, paper: Paper) -> list[str]:
    """A rung that is not open yet: one line, and the limit of a court where it is known already."""
    until = f"; until {level.safe_date}" if level.safe_date else ""
    words = f"Later: {level.title}. Window: {window_words(level)}{until}."
    return ["", paper.wrap(words, first=f"{level.order}. ")]


def _level(level: Level, paper: Paper) -> list[str]:
    mark = "" if level.open else " (later)"
    lines = ["", paper.bold(paper.wrap(f"{level.order}. {level.title}{mark}"))]
    rows = [("Window", window_words(level)), ("Law", level.law)]
    if level.safe_date:
        rows.append(("Safe until", long_date(level.safe_date) + (" (provisional)" if level.provisional else "")))
    if level.latest_date and level.latest_date != level.safe_date:
        rows.append(("Latest by rule", long_date(level.latest_date)))
    if level.legal_safe_date and level.legal_safe_date != level.safe_date:
        rows.append(("The law alone", f"safe until {level.legal_safe_date}"))
    if level.open and level.send_by and level.send_by != level.act_by:
        rows.append(("Post it by", f"{level.send_by}; {level.filed_when_text}"))
    elif level.open and level.act_by and level.send_by is None:
        rows.append(("Send it", "by fax, portal or by hand: the post is too slow for this window"))
    elif level.open and level.act_by:
        rows.append(("Filing", level.filed_when_text))
    rows.append(("Decision", level.decision_clock))
    rows.append(("Next step", level.next_step))
    lines += [paper.wrap(text, indent=3, first=f"{name}: ") for name, text in rows if text]
    lines += [paper.wrap(note, indent=3, first="! ") for note in level.notes if level.open]
    if level.check_this:
        lines.append(paper.wrap("check this: the rule is not settled", indent=3, first="! "))
    lines.append(paper.wrap(_source(level), indent=3))
    return lines


def _source(level: Level) -> str:
    return f"[{level.source.title}, {level.source.publisher}; checked {level.source.as_of}, {level.source.confidence}]"


def _rights(found: Ladder, paper: Paper, everything: bool) -> list[str]:
    dated = [each for each in found.rights if each.by_date]
    lines = ["", paper.heading("Rights to name in your letter")]
    shown = found.rights if everything else (*dated, *[each for each in found.rights if not each.by_date][:_ROWS])
    for each in shown:
        until = f" (by {each.by_date})" if each.by_date else ""
        lines.append(paper.wrap(f"{each.right}{until} [{each.law}]{_check(each)}", first="- "))
    hidden = len(found.rights) - len(shown)
    if hidden > 0:
        routes = f", and {len(found.further)} further route{'s'[: len(found.further) != 1]}" if found.further else ""
        lines.append(paper.wrap(f"and {hidden} more{routes}: add --all", first="- "))
    if found.further and everything:
        lines += ["", paper.heading("Further routes")]
        lines += [paper.wrap(f"{each.right} [{each.law}]{_check(each)}", first="- ") for each in found.further]
    return lines if found.rights or found.further else []


def _check(right: Right) -> str:
    return " (check this)" if right.source.confidence == "unsettled" else ""


def _regulators(found: Ladder, paper: Paper) -> list[str]:
    lines = ["", paper.heading("Who oversees your plan and helps")]
    for each in found.regulators:
        reach = ", ".join(filter(None, (each.phone, each.website)))
        lines.append(paper.wrap(f"{each.name}: {reach or 'see your letter'}. {each.role}.", first="- "))
    return lines if found.regulators else []


def _not(found: Ladder, paper: Paper) -> list[str]:
    if not found.does_not_apply:
        return []
    rows = [paper.wrap(f"{each.why} [{each.law}]", first="- ") for each in found.does_not_apply]
    return ["", paper.heading("What does not apply"), *rows]


def _next(found: Ladder) -> list[str]:
    steps = []
    if found.questions:
        steps.append("Look at the card and the first pages of the booklet, answer the questions, and run this again.")
    steps += [each.next_step for each in found.levels if each.open and each.actor != "provider"][:2]
    if found.act_by:
        steps.append("Put the date into your calendar: add --format ics -o appeal.ics to this command.")
    return steps
