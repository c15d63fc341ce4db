"""Asking a person: by questionary's menus on a terminal, or line by line in plain mode for a screen reader."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from ketacli.console.streams import say


class Back(Exception):
    """The person wants the question before this one again."""


class Leave(Exception):
    """The person stops here; what was answered is kept."""

    def __init__(self, *, interrupted: bool = False) -> None:
        super().__init__()
        self.interrupted = interrupted
        """True for Ctrl-C, False for a wish to stop or the end of the input."""


DONT_KNOW = "I don't know"
BACK = "Back to the question before"


class Asker(Protocol):
    """One way of asking. None is "I don't know". Raises Back and Leave."""

    def choose(self, text: str, choices: Sequence[tuple[str, object]], *, unsure: bool = True) -> object | None: ...

    def line(self, text: str, accept: Callable[[str], object]) -> object | None: ...


class PlainAsker:
    """Numbered choices and plain lines: complete without colour, boxes or cursor movement."""

    def choose(self, text: str, choices: Sequence[tuple[str, object]], *, unsure: bool = True) -> object | None:
        """Ask for the number of a choice; without `unsure` "I don't know" is none of them."""
        say(text)
        last = len(choices) + unsure
        for number, (label, _) in enumerate(choices, start=1):
            say(f"  {number}. {label}")
        if unsure:
            say(f"  {last}. {DONT_KNOW}")
        say("  b. Back    q. Stop and keep the answers")
        while True:
            said = self._read("Number: ")
            if said.isdecimal() and 1 <= int(said) <= last:
                return choices[int(said) - 1][1] if int(said) <= len(choices) else None
            say(f"Type a number from 1 to {last}.")

    def line(self, text: str, accept: Callable[[str], object]) -> object | None:
        """Ask for a line; an empty one is "I don't know"."""
        say(text)
        say(f"  Enter alone: {DONT_KNOW}    b: Back    q: Stop and keep the answers")
        while True:
            said = self._read("Answer: ")
            if not said:
                return None
            try:
                return accept(said)
            except ValueError as problem:
                say(str(problem))

    def _read(self, prompt: str) -> str:
        sys.stderr.write(prompt)
        sys.stderr.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt as stop:
            say("")
            raise Leave(interrupted=True) from stop
        if not line:
            raise Leave
        said = line.strip()
        if said.lower() == "b":
            raise Back
        if said.lower() == "q":
            raise Leave
        return said


class MenuAsker:
    """questionary's menus and lines, written to stderr so that stdout stays the result's."""

    def __init__(self) -> None:
        import questionary
        from prompt_toolkit.output import create_output

        self._questionary = questionary
        self._output = create_output(stdout=sys.stderr)

    def choose(self, text: str, choices: Sequence[tuple[str, object]], *, unsure: bool = True) -> object | None:
        """Ask by a menu; "I don't know" and "Back" are its last entries."""
        labels, more = [label for label, _ in choices], [DONT_KNOW, BACK] if unsure else [BACK]
        said = self._answer(self._questionary.select(text, choices=[*labels, *more], output=self._output, qmark="?"))
        if said == BACK:
            raise Back
        return None if said == DONT_KNOW else choices[labels.index(str(said))][1]

    def line(self, text: str, accept: Callable[[str], object]) -> object | None:
        """Ask for a line; an empty one is "I don't know", `b` goes back."""

        def valid(said: str) -> bool | str:
            if said.strip().lower() in ("", "b"):
                return True
            try:
                accept(said.strip())
            except ValueError as problem:
                return str(problem)
            return True

        prompt = f"{text} (Enter: {DONT_KNOW}; b: back)"
        said = str(self._answer(self._questionary.text(prompt, validate=valid, output=self._output, qmark="?"))).strip()
        if said.lower() == "b":
            raise Back
        return accept(said) if said else None

    def _answer(self, question: object) -> object:
        try:
            said = question.unsafe_ask()  # type: ignore[attr-defined]
        except (KeyboardInterrupt, EOFError) as stop:
            raise Leave(interrupted=isinstance(stop, KeyboardInterrupt)) from stop
        if said is None:
            raise Leave
        return said


def asker(*, plain: bool) -> Asker:
    """The way of asking for this terminal."""
    return PlainAsker() if plain else MenuAsker()
