"""`ketacli faq`: plain answers to the questions that patients ask."""

from __future__ import annotations

from typing import Annotated

import typer

from ketacli.commands.options import (
    ExitZeroOption,
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
from ketacli.facts import questions
from ketacli.facts.cited import cited
from ketacli.facts.stale import stale_warnings
from ketacli.reports import faq_text


def register(root: typer.Typer) -> None:
    """Add the command."""
    root.command("faq")(faq)


def faq(
    question: Annotated[
        list[str] | None, typer.Argument(metavar='[TOPIC|"QUESTION"]', help="A topic, or a question in your words.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every answer that fits, in full.")] = False,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
    exit_zero: ExitZeroOption = False,
) -> int:
    """Answers in plain words with numbers and sources. Without a word: the topics. Leaves with 1 where it has none."""
    allowed(format, Format.TEXT, Format.JSON, Format.CSV, Format.MD)
    on, words = as_today(today), " ".join(question or ()).strip()
    sheet = paper(plain=plain, to_file=output is not None)
    if format is Format.TEXT and not words and not everything:
        deliver(faq_text.topics(sheet, questions.titles()), output, force=force)
        return ExitCode.OK
    topic = words.lower().replace("-", "_").replace(" ", "_")
    free = bool(words) and topic not in questions.TOPICS
    if free:
        found = questions.nearest(words, on)
    else:
        found = questions.by_topic(topic, on) if words else questions.everything(on)
    crisis = questions.is_crisis(words)
    sources, warnings = cited(found.used), stale_warnings(found.used, on)
    for each in warnings if words else ():
        say(f"Note: {each}.")
    if format is Format.JSON:
        from ketacli.reports.envelope import envelope

        told = [faq_text.CRISIS] if crisis else []
        asked = [{"question": words or None, "topic": None if free else topic or None, "today": on}]
        result = envelope("faq", found.answers, inputs=asked, warnings=[*told, *warnings], sources=sources)
    elif format is Format.CSV:
        result = faq_text.csv(found.answers)
    elif format is Format.MD:
        result = faq_text.markdown(found.answers, sources, crisis=crisis)
    else:
        result = faq_text.text(found.answers, sources, sheet, crisis=crisis, others=free and not everything)
    deliver(result, output, force=force)
    return ExitCode.ATTENTION if free and not found.answers and not exit_zero else ExitCode.OK
