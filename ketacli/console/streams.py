"""stdout for the result, stderr for what is said to a person, and what the terminal can show."""

from __future__ import annotations

import os
import shutil
import sys

from ketacli.reports.paper import Paper, visible


def paper(*, plain: bool = False, to_file: bool = False) -> Paper:
    """What the report is written on: the terminal's width, colour and signs, or a plain 80 columns elsewhere."""
    tty = sys.stdout.isatty() and not to_file
    return Paper(
        width=_width(tty),
        colour=tty and not plain and _wants_colour(),
        unicode=to_file or _encodes("✓—•…"),
        plain=plain,
    )


def _width(tty: bool) -> int:
    if not tty and "COLUMNS" not in os.environ:
        return 80
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 120))


def _wants_colour() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _encodes(signs: str) -> bool:
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def out(text: str) -> None:
    """Write a result to stdout, whatever the terminal's encoding."""
    _write(sys.stdout, text)


def say(text: str) -> None:
    """Tell a person something, on stderr. Control characters come out as visible signs."""
    _write(sys.stderr, visible(text, keep="\n") + "\n")


def is_interactive() -> bool:
    """Whether a person can be asked: both stdin and stdout (or stderr) are terminals."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


def _write(stream: object, text: str) -> None:
    target = stream if hasattr(stream, "write") else sys.stdout
    encoding = getattr(target, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = text.encode(encoding, "replace").decode(encoding)
    target.write(text)
