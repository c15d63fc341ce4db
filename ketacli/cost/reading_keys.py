"""One table of a plan or price file, read key by key: every refusal names the file and the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ketacli.cost.money import dollars, percent
from ketacli.errors import AnswersProblem


class Table:
    """A TOML table with its place in the file. Remembers which keys were read, so that the rest can be named."""

    def __init__(self, values: Mapping[str, object], file: str, path: str = "") -> None:
        self.values = values
        self.file = file
        self.path = path
        self.read: set[str] = set()

    def where(self, key: str) -> str:
        """File and key for a message: `plan.toml: in_network.copay`."""
        return f"{self.file}: {self.path}{key}"

    def has(self, key: str) -> bool:
        """Whether the key stands there."""
        return self.values.get(key) is not None

    def take(self, key: str) -> object:
        """The raw value; None where it is absent."""
        self.read.add(key)
        return self.values.get(key)

    def money(self, key: str) -> Decimal | None:
        """Dollars. Raises AnswersProblem."""
        value = self.take(key)
        return None if value is None else dollars(value, self.where(key))

    def percentage(self, key: str) -> Decimal | None:
        """A percentage, 0 to 100. Raises AnswersProblem."""
        value = self.take(key)
        return None if value is None else percent(value, self.where(key))

    def flag(self, key: str) -> bool | None:
        """True or false. Raises AnswersProblem for a word or a number."""
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            raise AnswersProblem(f"{self.where(key)}: is neither true nor false", hint=f"Write {key} = true or false.")
        return value

    def count(self, key: str, most: int = 10_000) -> int | None:
        """A whole number from 0 up. Raises AnswersProblem."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise AnswersProblem(f"{self.where(key)}: is not a whole number from 0 to {most}")
        return value

    def word(self, key: str, offered: Sequence[str]) -> str | None:
        """One of a list of words. Raises AnswersProblem that lists them."""
        value = self.take(key)
        if value is not None and value not in offered:
            raise AnswersProblem(f"{self.where(key)}: is not a word for it", hint=f"One of: {', '.join(offered)}.")
        return None if value is None else str(value)

    def text(self, key: str) -> str | None:
        """Any text; white space folded. Raises AnswersProblem."""
        value = self.take(key)
        if value is not None and not isinstance(value, str):
            raise AnswersProblem(f"{self.where(key)}: is not a text", hint="Put it in quotation marks.")
        return None if value is None else " ".join(value.split())

    def day(self, key: str) -> date | None:
        """A date (`2026-03-31`, with or without quotation marks). Raises AnswersProblem."""
        value = self.take(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value.isoformat()[:10] if isinstance(value, date) else str(value))
        except ValueError as problem:
            raise AnswersProblem(
                f"{self.where(key)}: is not a date of the calendar", hint="Write it as 2026-03-31."
            ) from problem

    def table(self, key: str) -> Table | None:
        """A table below this one. Raises AnswersProblem where the key holds something else."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise AnswersProblem(f"{self.where(key)}: is not a table", hint=f"Write [{self.path}{key}] above its keys.")
        return Table(value, self.file, f"{self.path}{key}.")

    def unread(self) -> list[str]:
        """Keys that nothing asked for, with a near miss named where there is one."""
        from difflib import get_close_matches

        said = []
        for key in self.values:
            if key not in self.read:
                near = get_close_matches(key, sorted(self.read), n=1, cutoff=0.75)
                meant = f"; did you mean {near[0]}?" if near else ""
                said.append(f"{self.where(key)}: nothing reads this key{meant}")
        return said
