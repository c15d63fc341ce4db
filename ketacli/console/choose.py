"""A numbered choice on the terminal: readable by a screen reader, answered by a number or by the word itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ketacli.console.streams import paper, say
from ketacli.errors import UsageProblem


def choose(question: str, choices: Sequence[tuple[str, str]], *, option: str) -> str | None:
    """The value of the choice made; None for "I do not know". `option` is the flag that says the same.

    Raises UsageProblem where the terminal ends before an answer came.
    """
    page = paper(plain=True)
    say(f"\n{page.wrap(question)}")
    for place, (value, words) in enumerate(choices, 1):
        say(page.wrap(f"{words} ({value})", indent=2, first=f"{place}. "))
    say("  0. I do not know")
    while True:
        sys.stderr.write(f"Number 0 to {len(choices)} (or give {option}): ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise UsageProblem("the questions were not answered", hint=f"Give {option} on the command line instead.")
        answer = line.strip().lower()
        if answer in ("0", "?", ""):
            return None
        for place, (value, _) in enumerate(choices, 1):
            if answer in (str(place), value):
                return value
        say("That is none of the numbers.")
