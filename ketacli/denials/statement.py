"""An explanation of benefits as a record of CONTRACT: identifiers, lines, totals, arithmetic, finding."""

from __future__ import annotations

import re

from ketacli.denials.eob import read_statement
from ketacli.denials.eob_check import as_eob
from ketacli.denials.labels import cell_after, words_after
from ketacli.documents.model import Document
from ketacli.policy.fields.place import folded, live_pages, quoted
from ketacli.policy.outline import Outline
from ketacli.policy.reading import Quoted

_SHARED = ("notice_date", "member_name", "member_id", "group_number", "claim_number")
_PROVIDER = (
    r"(?:(?:service |rendering |treating )?provider(?: name| of services?)?|doctor|facility|services? (?:provided|"
    r"given) by)"
)


def read_eob(document: Document, outline: Outline) -> dict[str, object]:
    """Provider, lines, totals and arithmetic; identifiers are put in by `share_identity`."""
    record: dict[str, object] = dict.fromkeys(_SHARED)
    provider = _provider(document)
    record["provider"] = provider[0] if provider else None
    record |= as_eob(read_statement(live_pages(document), outline))
    record["conflict"] = {}
    record["evidence"] = {"provider": provider[1]} if provider else {}
    return record


def share_identity(letter: dict[str, object], eob: dict[str, object]) -> None:
    """Put the identifiers that the letter's record found into the statement's record."""
    theirs, ours = letter["evidence"], eob["evidence"]
    assert isinstance(theirs, dict) and isinstance(ours, dict)
    for name in _SHARED:
        eob[name] = letter.get(name)
        if name in theirs:
            ours[name] = theirs[name]
    eob["conflict"] = letter["conflict"]


def refuses(eob: dict[str, object]) -> str | None:
    """`denied` or `partly_denied` where lines of a statement are not covered; None where all were processed."""
    lines = eob["lines"]
    assert isinstance(lines, list)
    refused = [line for line in lines if line.get("not_covered")]
    if not refused:
        return None
    return (
        "denied" if len(refused) == len(lines) and not any(line.get("plan_paid") for line in lines) else "partly_denied"
    )


def _provider(document: Document) -> tuple[str, Quoted] | None:
    for page, text in live_pages(document)[:2]:
        for find in (words_after, cell_after):
            for found in find(text, _PROVIDER):
                return _named(found.value), quoted(page, found.start, found.end)
        inline = re.search(
            r"\bProvider\s*:\s*(?P<name>[A-Z][^\n:|]{3,60}?)(?=\s*\(|\s{2,}|\n|$|\s+[A-Z][a-z]+ (?:no|number|id))", text
        )
        if inline:
            return _named(inline["name"]), quoted(page, inline.start(), inline.end())
    return None


def _named(value: str) -> str:
    """The name without what stands in brackets behind it."""
    return folded(re.sub(r"\s*\((?:in[- ]|out[- ]of[- ])?network\)|\s*\([^)]*$", "", value)).strip(" ,;")
