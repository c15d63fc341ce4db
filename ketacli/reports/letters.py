"""Lists and descriptions of letter templates."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.letters.template import Template
from ketacli.reports.envelope import envelope
from ketacli.reports.paper import Paper
from ketacli.reports.tables import csv_text, md_table

_HEADERS = ("name", "when", "signed by")


def listing(templates: Sequence[Template], form: str, paper: Paper) -> str:
    """All letters in the chosen form (text, json, csv, md)."""
    rows = [[one.name, one.about, one.signer] for one in templates]
    if form == "json":
        return envelope("letter", [_record(one) for one in templates])
    if form == "csv":
        return csv_text(_HEADERS, rows)
    if form == "md":
        return md_table(_HEADERS, rows)
    return paper.table(_HEADERS, rows) + "\n"


def _record(one: Template) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "about": one.about,
        "signer": one.signer,
        "needs": one.needs,
        "uses": one.uses,
    }


def description(one: Template, paper: Paper) -> str:
    """One letter: what it is for, who signs, what it needs and what it uses."""
    lines = [
        paper.heading(one.title),
        paper.wrap(one.about),
        paper.wrap(f"Signed by: {one.signer}"),
        paper.wrap(f"Needs: {', '.join(one.needs)}", hang=2),
        paper.wrap(f"Uses where known: {', '.join(one.uses) or 'nothing more'}", hang=2),
        paper.wrap(f"Write it: ketacli letter write {one.name} --case FOLDER -o letter.docx", hang=2),
    ]
    return "\n".join(lines) + "\n"
