"""Checks of a template: it renders with nothing known and with everything, and declares what it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ketacli.errors import UsageProblem
from ketacli.letters.compose import Material, compose
from ketacli.letters.known import Known
from ketacli.letters.template import Template

_FACTS = re.compile(r"""(?:fact|known)\(\s*["']([\w.]+)["']""")
_NEVER: tuple[tuple[str, str], ...] = (
    (r"\byou meet\b|\bI meet\b", "a letter does not say that criteria are met; the table shows it"),
    (r"(?i)fda.approved ketamine|ketamine (?:is|was) (?:fda.)?approved", "ketamine is approved as an anesthetic only"),
    (r"(?i)(?:reduces?|prevents?) suicide", "no treatment here has been shown to prevent suicide"),
    (r"(?i)doctor certifies|hereby certif", "nobody certifies for a clinician"),
)


def lint(template: Template, own: Path | None = None) -> list[str]:
    """What is wrong with a template, each in a sentence; an empty list where nothing is."""
    return [*_rendering(template, own), *_declared(template), *_words(template)]


def _rendering(template: Template, own: Path | None) -> Iterator[str]:
    day = date(2026, 1, 2)
    for known in (Known({"today": day}), Known(_everything(template))):
        try:
            compose(template, Material(known=known, today=day, own_templates=own))
        except UsageProblem as problem:
            yield f"it does not render: {problem.message}"
            return


def _everything(template: Template) -> dict[str, object]:
    facts: dict[str, object] = {"today": date(2026, 1, 2)}
    for path in (*template.needs, *template.uses):
        at = facts
        *heads, last = path.split(".")
        for head in heads:
            inner = at.setdefault(head, {})
            if not isinstance(inner, dict):
                break
            at = inner
        else:
            at.setdefault(last, ["x"] if last in ("reason_quotes", "policy_cited", "codes") else "x")
    return facts


def _declared(template: Template) -> Iterator[str]:
    read = dict.fromkeys(_FACTS.findall(template.body))
    declared = {*template.needs, *template.uses}
    for path in read:
        if "." in path and path not in declared:
            yield f"it reads {path!r} and declares it neither in needs nor in uses"


def _words(template: Template) -> Iterator[str]:
    for pattern, why in _NEVER:
        if re.search(pattern, template.body):
            yield why
