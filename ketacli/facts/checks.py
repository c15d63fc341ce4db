"""What a file of facts must be: refusals name the file and the key.

Run over every shipped file by the tests and `ketacli doctor`, and over a user's own file whenever it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketacli.errors import FactsProblem
from ketacli.facts.build import COMMON, as_keys

HEAD = frozenset({"title", "about", "source", "confidence", "as_of", "review_by", "unit", "fields", "sources", "facts"})
SOURCE = {"title", "publisher", "address", "read"}
ENTRY = frozenset({"from", "until", "value", "source", "confidence", "superseded_by", "note"})
CONFIDENCES = ("primary", "secondary", "derived", "unsettled")
UNITS = (
    "",
    "USD",
    "USD per month",
    "USD per mg",
    "percent",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "minutes",
    "mg",
    "mg per day",
    "mg per kg",
    "sessions",
    "devices",
    "points",
    "count",
    "date",
    "text",
)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PARTIAL_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
_FORMS: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, Decimal),
    "money": (int, Decimal),
    "boolean": (bool,),
    "date": (date,),
    "texts": (list,),
    "table": (dict,),
    "tables": (list,),
}


def check_file(raw: Mapping[str, Any], path: Path, *, lenders: Mapping[str, Any] | None = None) -> None:
    """Refuse what is wrong with one data file. `lenders` are the shipped tables whose sources it may name.

    Raises FactsProblem at the first mistake.
    """
    for name in ("sources", "facts", "fields"):
        if not isinstance(raw.get(name, {}), dict):
            raise FactsProblem(f"{path.name}: {name}: must be a table", hint=f"Mend {name} in {path}.")
    check = _Check(path, raw, lenders or {})
    check.head()
    for key, table in raw.get("sources", {}).items():
        check.source(key, table)
    for key, table in raw.get("facts", {}).items():
        check.fact(key, table)
    check.all_sources_used()


class _Check:
    """One pass over one file."""

    def __init__(self, path: Path, raw: Mapping[str, Any], lenders: Mapping[str, Any]) -> None:
        self.path = path
        self.raw = raw
        self.fields: Mapping[str, Any] = raw.get("fields", {})
        self.known = set(raw.get("sources", {})) | set(lenders.get("sources", {}))
        self.used: set[str] = set()

    def refuse(self, key: str, why: str) -> FactsProblem:
        return FactsProblem(f"{self.path.name}: {key}: {why}", hint=f"Mend {key} in {self.path}.")

    def head(self) -> None:
        self.no_unknown("the head", self.raw, HEAD)
        if not isinstance(self.raw.get("title"), str) or not isinstance(self.raw.get("about", ""), str):
            raise self.refuse("title", "is missing, or title or about is no text")
        for name, form in self.fields.items():
            if not isinstance(form, str) or ("|" not in form and form.rstrip("?") not in _FORMS):
                raise self.refuse(f"fields.{name}", f"is none of {', '.join(_FORMS)}")
            if name in COMMON:
                raise self.refuse(f"fields.{name}", "is a name that every fact has already")
        self.shared("the head", self.raw)

    def source(self, key: str, table: Any) -> None:
        place = f"sources.{key}"
        if not isinstance(table, dict):
            raise self.refuse(place, "must be a table")
        self.no_unknown(place, table, SOURCE | {"date"})
        for name in ("title", "publisher", "address"):
            if not isinstance(table.get(name), str) or not table[name].strip():
                raise self.refuse(place, f"lacks its {name}")
        if not table["address"].startswith("https://"):
            raise self.refuse(place, "its address must begin with https://")
        self.day(f"{place}.read", table.get("read"))
        said = table.get("date")
        if said is not None and not _is_day(said) and not (isinstance(said, str) and _PARTIAL_DATE.fullmatch(said)):
            raise self.refuse(f"{place}.date", "is not an ISO date (2026, 2026-03 as text, or 2026-03-31)")

    def fact(self, key: str, table: Any) -> None:
        place = f"facts.{key}"
        if not _KEY.fullmatch(key) or not isinstance(table, dict):
            raise self.refuse(place, "must be a table under a key of letters, digits and _")
        self.no_unknown(place, table, COMMON | set(self.fields))
        if not isinstance(table.get("sentence"), str) or not table["sentence"].strip():
            raise self.refuse(place, "lacks its sentence")
        for name in ("source", "confidence", "as_of"):
            if name not in table and name not in self.raw:
                raise self.refuse(place, f"has no {name}")
        self.shared(place, table)
        self.own_fields(place, table)
        if "value" in table and "values" in table:
            raise self.refuse(place, "has both value and values")
        if "value" in table:
            self.a_value(place, table["value"])
        self.history(place, table.get("values", []))

    def shared(self, place: str, table: Mapping[str, Any]) -> None:
        """What a head, a fact and an entry have in common."""
        if "source" in table:
            self.names_sources(place, table["source"])
        if table.get("confidence", "primary") not in list(CONFIDENCES):
            raise self.refuse(f"{place}.confidence", f"is none of {', '.join(CONFIDENCES)}")
        if table.get("unit", "") not in list(UNITS):
            raise self.refuse(f"{place}.unit", f"is none of {', '.join(filter(None, UNITS))}")
        for name in ("as_of", "review_by", "from", "until"):
            if name in table:
                self.day(f"{place}.{name}", table[name])

    def names_sources(self, place: str, said: Any) -> None:
        if not isinstance(said, (str, list)) or not said or not all(isinstance(key, str) for key in said):
            raise self.refuse(place, "has no source")
        for key in as_keys(said):
            if key not in self.known:
                raise self.refuse(place, f"names a source {key!r} that the file does not have")
            self.used.add(key)

    def own_fields(self, place: str, table: Mapping[str, Any]) -> None:
        for name, form in self.fields.items():
            if name not in table:
                if not form.endswith("?"):
                    raise self.refuse(place, f"lacks {name}")
                continue
            self.one_field(f"{place}.{name}", form.rstrip("?"), table[name])

    def one_field(self, place: str, form: str, said: Any) -> None:
        if "|" in form:
            if said not in form.split("|"):
                raise self.refuse(place, f"is none of {', '.join(form.split('|'))}")
            return
        if not isinstance(said, _FORMS[form]) or (isinstance(said, bool) and form != "boolean"):
            raise self.refuse(place, f"must be {form}")
        if form == "date":
            self.day(place, said)
        inner = {"texts": str, "tables": dict}.get(form)
        if inner and not all(isinstance(each, inner) for each in _parts(said)):
            raise self.refuse(place, f"must be {form}")

    def history(self, place: str, entries: Any) -> None:
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.refuse(f"{place}.values", "must be a list of tables")
        last: date | None = None
        for entry in entries:
            self.no_unknown(f"{place}.values", entry, ENTRY)
            self.shared(f"{place}.values", entry)
            if "from" not in entry:
                raise self.refuse(f"{place}.values", "an entry lacks its from")
            if "value" in entry:
                self.a_value(place, entry["value"])
            if "until" in entry and entry["until"] < entry["from"]:
                raise self.refuse(f"{place}.values", "an entry ends before it begins")
            if "superseded_by" in entry:
                continue
            if last and entry["from"] <= last:
                raise self.refuse(f"{place}.values", "entries must follow one another by date")
            last = entry["from"]

    def a_value(self, place: str, said: Any) -> None:
        for each in _parts(said):
            if not isinstance(each, (str, int, Decimal, bool, date)):
                raise self.refuse(place, "its value must be a number, a text, a date, or a table or list of these")
            if isinstance(each, Decimal) and not each.is_finite():
                raise self.refuse(place, "its value is no finite number")

    def day(self, place: str, said: Any) -> None:
        if not _is_day(said):
            raise self.refuse(place, "is not an ISO date (write it as 2026-03-31, without quotes)")

    def no_unknown(self, place: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
        unknown = sorted(set(table) - set(allowed))
        if unknown:
            raise self.refuse(place, f"has an unknown key {unknown[0]!r}")

    def all_sources_used(self) -> None:
        unused = sorted(set(self.raw.get("sources", {})) - self.used)
        if unused:
            raise self.refuse(f"sources.{unused[0]}", "is a source that no fact names")


def _parts(said: Any) -> list[Any]:
    if isinstance(said, dict):
        return list(said.values())
    return list(said) if isinstance(said, list) else [said]


def _is_day(said: Any) -> bool:
    return isinstance(said, date) and not isinstance(said, datetime)
