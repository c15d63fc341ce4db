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


def read_eob(document: Document, outline: Outline, letter: dict[str, object]) -> dict[str, object]:
    """The `eob` of a document; identifiers are those that `letter` (the record of the same document) found."""
    pages = live_pages(document)
    record: dict[str, object] = {name: letter.get(name) for name in _SHARED}
    letter_evidence = letter["evidence"]
    assert isinstance(letter_evidence, dict)
    evidence: dict[str, Quoted] = {name: letter_evidence[name] for name in _SHARED if name in letter_evidence}
    provider = _provider(document)
    record["provider"] = provider[0] if provider else None
    if provider:
        evidence["provider"] = provider[1]
    record |= as_eob(read_statement(pages, outline))
    record["conflict"] = letter["conflict"]
    record["evidence"] = evidence
    return record


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
