"""Speed of letters in a batch, in one process on one core: milliseconds a letter, and a thousand letters on disk.

`run()` gives (label, measured, goal) rows; a row is met where the figure is at most the goal.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 25)
_PLANS = ("employer_self_funded", "marketplace_individual", "medicare_advantage", "fehb")
_REASONS = ("not_medically_necessary", "experimental", "step_therapy", "quantity_limit")


def claim(number: int) -> dict[str, Any]:
    """A denied claim of a fictional member."""
    return {
        "id": f"C-{number}",
        "notice_date": "2026-10-02",
        "member_name": f"Jo Fictional {number}",
        "member_id": f"LHP-{number:05}",
        "payer": "Larkspur Health Plan",
        "appeal_address": "PO Box 1, Elm Falls, OH 43000",
        "reasons": [_REASONS[number % 4]],
        "reason_quotes": ["The requested service does not meet our criteria."],
        "plan": {"plan_type": _PLANS[number % 4], "state": "OH"},
        "treatment": {"treatment": "esketamine", "indication": "trd", "sessions": 8},
    }


def run() -> list[tuple[str, float, float]]:
    """Rows in milliseconds a letter, and seconds for a thousand letters with the work list."""
    rows = [
        ("text, ms a letter", _each(".txt", 400), 2.0),
        ("Markdown, ms a letter", _each(".md", 400), 2.0),
        ("DOCX, ms a letter", _each(".docx", 40), 60.0),
    ]
    try:
        import typst  # noqa: F401
    except ImportError:
        print("letters: PDF left out, the extra `pdf` is not installed")
    else:
        rows.append(("PDF, ms a letter", _each(".pdf", 40), 40.0))
    return [*rows, ("1,000 letters in Markdown by the command, s", _thousand(), 20.0)]


def _each(suffix: str, count: int) -> float:
    from ketacli.letters.batch import Batch
    from ketacli.letters.produce import produce

    def write(first: int, last: int) -> None:
        claims: list[tuple[int, Mapping[str, Any]]] = [(number, claim(number)) for number in range(first, last)]
        for item in Batch(today=DAY).run(iter(claims)):
            assert item.letter is not None
            produce(item.letter, suffix, DAY)

    write(0, 4)  # facts, templates and fonts are loaded once a run
    start = time.perf_counter()
    write(4, 4 + count)
    return (time.perf_counter() - start) / count * 1000


def _thousand() -> float:
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "denials.jsonl"
        source.write_text("".join(json.dumps(claim(number)) + "\n" for number in range(1000)), "utf-8")
        out = Path(place) / "letters"
        command = [sys.executable, "-m", "ketacli", "appeal", "--batch", str(source), "--out", str(out)]
        start = time.perf_counter()
        subprocess.run([*command, "--today", DAY.isoformat()], check=False, cwd=ROOT, capture_output=True)
        taken = time.perf_counter() - start
        written = len(list(out.glob("*.md")))
        if written != 1000:
            raise RuntimeError(f"{written} letters were written instead of 1000")
        return taken
