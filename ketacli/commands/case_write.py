"""`ketacli case new|set|add|log`: what is written into a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketacli.commands.options import PlainOption, TodayOption, as_date, as_today
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say

FolderArgument = Annotated[Path, typer.Argument(help="Folder of the case.", metavar="DIR")]


def register(group: typer.Typer) -> None:
    """Add the sub-commands that write."""
    group.command("new")(new)
    group.command("set")(set_)
    group.command("add")(add)
    group.command("log")(log)


def new(
    folder: FolderArgument,
    plan_type: Annotated[str | None, typer.Option("--plan-type", metavar="TYPE", help="Kind of plan.")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="XX", help="State of issue of the policy.")] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="FILE", help="TOML file with sections patient, plan, provider, …")
    ] = None,
    facts: Annotated[
        list[str] | None, typer.Option("--set", metavar="SECTION.KEY=VALUE", help="A fact; repeat it for more.")
    ] = None,
) -> int:
    """Open a case in a folder."""
    from ketacli.cases import assign, create_case

    found = assign.from_file(data) if data else {}
    for section, table in assign.parsed(facts or ()).items():
        found.setdefault(section, {}).update(table)
    plan = {key: value for key, value in (("plan_type", plan_type), ("state", state)) if value}
    if plan:
        found.setdefault("plan", {}).update(plan)
    found = assign.checked(found)
    case = create_case(folder)
    if found:
        case.update(lambda content: assign.put(content, found), what=assign.names(found), by="case new")
    say(f"Opened: case {case.id} in {folder}")
    say(f"  `ketacli case next {folder}` says what to do first.")
    return 0


def set_(
    folder: FolderArgument,
    facts: Annotated[list[str], typer.Argument(metavar="SECTION.KEY=VALUE…", help="plan.plan_type=fehb and the like.")],
) -> int:
    """Enter facts: patient, plan, provider, treatment, consent, or the denial in hand."""
    from ketacli.cases import assign, update_case

    found = assign.parsed(facts)
    update_case(folder, lambda data: assign.put(data, found), what=assign.names(found), by="case set")
    say(f"Entered: {assign.names(found)}")
    return 0


def add(
    folder: FolderArgument,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Documents to copy into the case.")],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="denial_letter, medical_policy, scores, records, …")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of the exhibit.")] = None,
    sensitive: Annotated[
        str | None, typer.Option("--sensitive", metavar="KIND", help="psychotherapy_notes or part_2: needs consent.")
    ] = None,
    letter: Annotated[
        bool, typer.Option("--letter", help="The file is the letter itself: it goes first into the packet.")
    ] = False,
    exhibit: Annotated[bool, typer.Option("--exhibit/--no-exhibit", help="Whether it goes into a packet.")] = True,
    today: TodayOption = None,
) -> int:
    """Copy documents into the case as exhibits."""
    from ketacli.cases.add import add_file, add_letter, known_kinds
    from ketacli.cases.record import SENSITIVE
    from ketacli.errors import UsageProblem

    if kind is not None and kind not in (*known_kinds(), "other"):
        raise UsageProblem("--kind does not know this word", hint=f"One of: {', '.join(known_kinds())}, other.")
    if sensitive is not None and sensitive not in SENSITIVE:
        raise UsageProblem("--sensitive does not know this word", hint=f"One of: {', '.join(SENSITIVE)}.")
    for file in files:
        if letter:
            say(f"Added: letter {add_letter(folder, file, today=as_today(today))} from {file}")
            continue
        done = add_file(
            folder, file, today=as_today(today), kind=kind, title=title, sensitivity=sensitive, exhibit=exhibit
        )
        say(f"Added: {done.id} ({done.kind}) from {file}")
        if done.guessed:
            say(f"  It reads like {done.sensitivity}: it stays out of packets without consent.{done.sensitivity}=DATE.")
    return 0


def log(
    folder: FolderArgument,
    text: Annotated[str | None, typer.Argument(help="What happened, in your words.", metavar="[TEXT]")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; else today.")] = None,
    filed: Annotated[
        str | None, typer.Option("--filed", metavar="LEVEL", help="This step was filed, e.g. internal_appeal.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="WORD", help="approved, denied, withdrawn or closed.")
    ] = None,
    final: Annotated[bool, typer.Option("--final", help="With --decision denied: it is the plan's final one.")] = False,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help="With --decision: the level that decided.")
    ] = None,
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="DATE", help="A day to keep; TEXT says what for.")
    ] = None,
    today: TodayOption = None,
    plain: PlainOption = False,
) -> int:
    """Show what happened, or enter it: a filing, a decision, a day to keep, a note."""
    from ketacli.cases import open_case

    case = open_case(folder)
    if not (text or filed or decision or keep):
        from ketacli.reports import case_text

        deliver(case_text.log(case, paper(plain=plain)), None)
        return 0
    from ketacli.cases.journal import DECISIONS, Entry, enter
    from ketacli.errors import UsageProblem

    if decision is not None and decision not in DECISIONS:
        raise UsageProblem("--decision does not know this word", hint=f"One of: {', '.join(DECISIONS)}.")
    day = as_date(on, "--on") or as_today(today)
    told = Entry(
        on=day, text=text, filed=filed, decision=decision, final=final, level=level, keep=as_date(keep, "--keep")
    )
    enter(case, told)
    say(f"Logged on {day}.")
    return 0
