"""`ketacli explain`: what a term, a denial code, a billing code or a reading rule means."""

from __future__ import annotations

from typing import Annotated

import typer

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
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper, say
from ketacli.errors import ExitCode
from ketacli.facts.cited import cited
from ketacli.facts.stale import stale_warnings
from ketacli.policy.explaining import explain_word
from ketacli.reports import explain_text


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("explain")(explain)


def explain(
    word: Annotated[
        list[str] | None, typer.Argument(metavar="[TERM|CODE|RULE]", help="deductible, CO-50, J0013, F33.2 …")
    ] = None,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
) -> int:
    """What a term, a denial code, a billing code or a reading rule means, and what to do. Without a word: all terms."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    on, words = as_today(today), " ".join(word or ()).strip()
    meanings = explain_word(words)
    sources, warnings = cited(meanings.used), stale_warnings(meanings.used, on)
    for each in warnings:
        say(f"Note: {each}.")
    sheet = paper(plain=plain, to_file=output is not None)
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        asked = [{"word": words or None, "today": on}]
        result = envelope("explain", meanings.found, inputs=asked, warnings=warnings, sources=sources)
    elif format is Format.CSV:
        result = explain_text.csv(meanings.found)
    elif format is Format.MD:
        result = explain_text.markdown(meanings.found, sources)
    elif words:
        result = explain_text.text(meanings.found, sources, sheet)
    else:
        result = explain_text.listing(meanings.found, sheet)
    deliver(result, output, force=force)
    return ExitCode.OK
