"""What `ketacli faq` shows: the answer first, then its limits, the next step, source and date."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.facts.cited import Cited
from ketacli.facts.questions import TOPICS, Answer
from ketacli.reports.paper import Paper
from ketacli.reports.sourced import by_key, mark, named
from ketacli.reports.tables import csv_text, md_escape

CRISIS = (
    "If you are thinking of ending your life, call or text 988 now (Suicide and Crisis Lifeline, free, day and night)."
)
COLUMNS = ("topic", "question", "answer", "limits", "next_step", "confidence", "as_of", "sources")


def text(
    answers: Sequence[Answer], sources: Sequence[Cited], paper: Paper, *, crisis: bool = False, others: bool = False
) -> str:
    """Answers in full; with `others` only the first, the rest by their questions."""
    known = by_key(sources)
    lines = [paper.bold(paper.wrap(CRISIS)), ""] if crisis else []
    if not answers:
        return "\n".join([*lines, paper.wrap(NONE), ""]) + topics(paper)
    shown = answers[:1] if others else answers
    for each in shown:
        lines += [paper.heading(f"{each.question}{mark(each.confidence)}"), ""]
        lines += [f"{paper.wrap(paragraph)}\n" for paragraph in each.answer]
        if each.limits:
            lines.append(paper.wrap(f"Mind: {each.limits}"))
        if each.next_step:
            lines.append(paper.wrap(f"Next: {each.next_step}"))
        lines += [paper.wrap(named(each.sources, known, each.as_of)), ""]
    if others and len(answers) > 1:
        lines.append(paper.heading("Near your question"))
        lines += [paper.wrap(f'ketacli faq "{each.question}"', first="- ") for each in answers[1:]]
        lines.append("")
    return "\n".join(lines)


NONE = "We have no answer to this question. Ask your plan, your clinic, or look at the topics:"


def topics(paper: Paper, titles: Sequence[tuple[str, str]] = ()) -> str:
    """The topics, and under each its questions."""
    lines = []
    for topic, title in TOPICS.items():
        lines.append(paper.wrap(f"{title} (ketacli faq {topic})", first="- "))
        lines += [paper.wrap(question, indent=4, first="- ") for mine, question in titles if mine == topic]
    return "\n".join(lines) + "\n"


def csv(answers: Sequence[Answer]) -> str:
    """One line an answer."""
    return csv_text(COLUMNS, [_row(each) for each in answers])


def _row(each: Answer) -> list[object]:
    joined = {"answer": "\n".join(each.answer), "sources": " ".join(each.sources)}
    return [joined.get(name, getattr(each, name)) for name in COLUMNS]


def markdown(answers: Sequence[Answer], sources: Sequence[Cited], *, crisis: bool = False) -> str:
    """A section an answer."""
    known = by_key(sources)
    lines = [f"**{md_escape(CRISIS)}**", ""] if crisis else []
    if not answers:
        return "\n".join([*lines, md_escape(NONE), ""])
    for each in answers:
        lines += [f"## {md_escape(each.question)}{mark(each.confidence)}", ""]
        lines += [f"{md_escape(paragraph)}\n" for paragraph in each.answer]
        lines += [f"*{md_escape(each.limits)}*\n"] if each.limits else []
        lines += [f"Next: {md_escape(each.next_step)}\n"] if each.next_step else []
        lines += [md_escape(named(each.sources, known, each.as_of)), ""]
    return "\n".join(lines)
