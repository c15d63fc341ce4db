"""Collects the values of a record's fields with their places; two different values are a conflict."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketacli.documents.model import Page
from ketacli.policy.fields.place import quoted
from ketacli.policy.reading import ConflictingValue, Quoted


@dataclass(slots=True)
class Fields:
    """Bare values, and under the same names their evidence and, where two differ, their conflict."""

    values: dict[str, object] = field(default_factory=dict)
    evidence: dict[str, Quoted] = field(default_factory=dict)
    conflict: dict[str, list[ConflictingValue]] = field(default_factory=dict)

    def put(self, name: str, value: object, page: Page, start: int, end: int) -> None:
        """A value with its place on a page; the first one stays unless it differs."""
        self.put_quoted(name, value, quoted(page, start, end))

    def put_quoted(self, name: str, value: object, where: Quoted) -> None:
        """A value with page and quote."""
        if name in self.conflict:
            known = self.conflict[name]
            if all(_key(one["value"]) != _key(value) for one in known):
                known.append({"value": value, **where})
            return
        before = self.values.get(name)
        if before is None:
            self.values[name] = value
            self.evidence[name] = where
        elif _key(before) != _key(value):
            first: ConflictingValue = {"value": before, **self.evidence.pop(name)}
            self.conflict[name] = [first, {"value": value, **where}]
            self.values[name] = None

    def get(self, name: str) -> object:
        """The value; None where the document is silent or in conflict with itself."""
        return self.values.get(name)

    def has(self, name: str) -> bool:
        """Whether the field was found at all, in conflict or not."""
        return self.values.get(name) is not None or name in self.conflict


def _key(value: object) -> object:
    if isinstance(value, str):
        return "".join(char for char in value.lower() if char.isalnum())
    return value
