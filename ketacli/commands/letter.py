"""`ketacli letter list|show|write|new|lint`: the templates, and letters of every kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from ketacli.commands.letter_material import (
    AnswersOption,
    AskOption,
    CaseOption,
    ClinicOption,
    DataOption,
    DenialOption,
    FinalOption,
    Inputs,
    PolicyOption,
    TemplatesOption,
    ask_missing,
    gather,
    template_named,
    write,
)
from ketacli.commands.options import (
    ForceOption,
    Format,
    FormatOption,
    OutputOption,
    PlainOption,
    TodayOption,
    allowed,
    as_today,
)
from ketacli.console.deliver import write_file
from ketacli.console.streams import is_interactive, out, paper, say
from ketacli.errors import ExitCode, UsageProblem

NameArgument = Annotated[str, typer.Argument(help="Name of the letter; `ketacli letter list` shows them.")]


def register(root: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Letters: list, show, write, make your own.")
    group.command("list")(list_letters)
    group.command("show")(show)
    group.command("write")(write_letter)
    group.command("new")(new)
    group.command("lint")(lint)
    root.add_typer(group, name="letter")


def list_letters(
    templates: TemplatesOption = None, format: FormatOption = Format.TEXT, plain: PlainOption = False
) -> int:
    """List the letters: name, when it is sent, who signs."""
    from ketacli.letters.template import folders, load, names
    from ketacli.reports.letters import listing

    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    where = folders(templates)
    out(listing([load(name, where) for name in names(where)], str(format), paper(plain=plain)))
    return ExitCode.OK


def show(
    name: NameArgument,
    source: Annotated[bool, typer.Option("--source", help="Show the template's file itself.")] = False,
    templates: TemplatesOption = None,
    plain: PlainOption = False,
) -> int:
    """Show what a letter is for, which facts it needs and uses."""
    from ketacli.reports.letters import description

    template = template_named(name, templates)
    out(template.path.read_text("utf-8") if source else description(template, paper(plain=plain)))
    return ExitCode.OK


def write_letter(
    name: NameArgument,
    case: CaseOption = None,
    denial: DenialOption = None,
    policy: PolicyOption = None,
    answers: AnswersOption = None,
    clinic: ClinicOption = None,
    data: DataOption = None,
    templates: TemplatesOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    final: FinalOption = False,
    ask: AskOption = True,
    today: TodayOption = None,
    plain: PlainOption = False,
) -> int:
    """Write a letter. The ending of the output file gives the format: .md .txt .html .docx .pdf."""
    inputs = Inputs(
        case=case,
        denial=denial,
        policy=policy,
        answers=answers,
        clinic=clinic,
        data=tuple(data or ()),
        templates=templates,
    )
    template, day = template_named(name, templates), as_today(today)
    if ask and is_interactive():
        inputs = ask_missing(template, inputs, day, plain=plain)
    material = gather(inputs, day)
    return int(write(template, inputs, output, today=day, final=final, force=force, material=material))


def new(
    name: Annotated[str, typer.Argument(help="Name of your new template.")],
    start: Annotated[
        str, typer.Option("--from", metavar="NAME", help="The shipped letter to begin with.")
    ] = "internal-appeal",
    folder: Annotated[Path, typer.Option("--templates", metavar="DIR", help="Your folder of templates.")] = Path(
        "ketacli-templates"
    ),
    force: ForceOption = False,
) -> int:
    """Begin a template of your own as a copy of a shipped one."""
    template = template_named(start, None)
    folder.mkdir(parents=True, exist_ok=True)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name):
        raise UsageProblem("a letter's name is small letters, digits and hyphens", hint="For example my-appeal.")
    target = folder / f"{name}.md.jinja"
    write_file(template.path.read_text("utf-8"), target, force=force)
    say(f"Written: {target}")
    say(f"Edit it, check it with `ketacli letter lint {name} --templates {folder}`.")
    return ExitCode.OK


def lint(
    names: Annotated[list[str] | None, typer.Argument(help="Letters to check; all where none is named.")] = None,
    templates: TemplatesOption = None,
) -> int:
    """Check templates: they render, and they declare the facts that they read."""
    from ketacli.letters.lint import lint as check
    from ketacli.letters.template import folders
    from ketacli.letters.template import names as all_names

    found = 0
    for name in names or all_names(folders(templates)):
        for problem in check(template_named(name, templates), templates):
            found += 1
            out(f"{name}: {problem}\n")
    say("No problems." if not found else f"{found} problem(s).")
    return ExitCode.ATTENTION if found else ExitCode.OK
