"""What is known for a letter: facts of the case by dotted path, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Known:
    """Facts of a case, a denial, answers and flags, as nested mappings; a missing path is not known.

    Letters read facts only through this, so that a paragraph can be withheld where one is missing.
    """

    facts: Mapping[str, object] = field(default_factory=dict)

    def raw(self, path: str) -> object | None:
        """The value at a dotted path; None where any part is missing, empty or blank."""
        at: object = self.facts
        for part in path.split("."):
            if not isinstance(at, Mapping) or part not in at:
                return None
            at = at[part]
        if isinstance(at, str) and not at.strip():
            return None
        return None if isinstance(at, (list, tuple, Mapping)) and not at else at

    def text(self, path: str) -> str | None:
        """The value as a letter prints it: dates in words, dollars with cents, lists with commas."""
        value = self.raw(path)
        return None if value is None else shown(value)

    def without(self, path: str) -> Known:
        """The same facts without one of them: what the gates are tested with."""
        return Known(_without(self.facts, path.split(".")))

    def paths(self) -> Iterator[str]:
        """The paths of all facts that hold a value."""
        yield from _paths(self.facts, "")


def shown(value: object) -> str:
    """A value in the words of a letter. Dates as `March 3, 2026`; `Decimal` amounts as `$1,234.50`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    if isinstance(value, Decimal):
        return f"${value:,.2f}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item) for item in value)
    return str(value).strip()


def _without(facts: Mapping[str, object], path: list[str]) -> dict[str, object]:
    head, *rest = path
    out = dict(facts)
    inner = out.get(head)
    if rest and isinstance(inner, Mapping):
        out[head] = _without(inner, rest)
    elif not rest:
        out.pop(head, None)
    return out


def _paths(facts: Mapping[str, object], prefix: str) -> Iterator[str]:
    for key, value in facts.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{prefix}{key}.")
        elif value not in (None, "", [], ()):
            yield f"{prefix}{key}"
