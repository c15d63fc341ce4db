"""What `ketacli doctor` shows: what needs doing first, then all that was looked at."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.reports.paper import Paper
from ketacli.reports.tables import csv_text, md_table
from ketacli.reports.words import plural
from ketacli.selfcheck import Check

_WORDS = {"ok": "ok", "attention": "ATTENTION", "optional": "optional"}
COLUMNS = ("name", "state", "told", "fix")


def text(found: Sequence[Check], paper: Paper) -> str:
    """A line a check."""
    open_ones = [each for each in found if each.state == "attention"]
    need = "thing needs" if len(open_ones) == 1 else "things need"
    verdict = f"{len(open_ones)} {need} attention." if open_ones else "Everything that ketacli needs is in order."
    lines = [paper.heading(verdict), ""]
    ordered = sorted(found, key=lambda each: each.state != "attention")
    for each in ordered:
        lines.append(paper.wrap(f"{_WORDS[each.state]}: {each.name}: {each.told}", first="- "))
        if each.fix:
            lines.append(paper.wrap(f"help: {each.fix}", indent=4, hang=2))
    lines += ["", paper.wrap(f"{plural(len(found), 'check')}; nothing was sent anywhere.")]
    return "\n".join(lines) + "\n"


def csv(found: Sequence[Check]) -> str:
    """One line a check."""
    return csv_text(COLUMNS, [[getattr(each, name) for name in COLUMNS] for each in found])


def markdown(found: Sequence[Check]) -> str:
    """A table of checks."""
    return md_table(
        ("Check", "State", "Found", "Help"), [(each.name, each.state, each.told, each.fix) for each in found]
    )
