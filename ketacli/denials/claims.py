"""What was denied as flat fields for a letter: from one letter, and from each denied claim of a remittance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from ketacli.denials.model import Denial
from ketacli.denials.remittance import RemittanceClaim, Transaction


def read_denial_file(source: Path | Literal["-"]) -> dict[str, Any]:
    """The fields of one denial (see `letter_fields`), read from a letter, a statement or an 835.

    Raises InputProblem where the file cannot be read.
    """
    from ketacli.denials.read import read_denial

    return letter_fields(read_denial(source))


def letter_fields(found: Denial) -> dict[str, Any]:
    """The denial's fields as plain values: quotes, codes and dates as texts, beside `payer`, `treatment`, `indication`.

    A field of which the document gives two values is absent; so are page and quote. A remittance has `is_remittance`.
    """
    fields = flat(found.denial or {})
    if found.document.payer:
        fields.setdefault("payer", found.document.payer)
    if found.remittance is not None:
        fields["is_remittance"] = True
    return fields


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of `ketacli denial` (or of a case) without evidence and conflicts, its lists as lists of texts."""
    fields = {
        key: value
        for key, value in record.items()
        if key not in ("evidence", "conflict", "case", "peer_to_peer") and value not in (None, "", [])
    }
    fields |= {key: [_text(key, row) for row in fields[key]] for key in _LISTED if isinstance(fields.get(key), list)}
    if isinstance(record.get("peer_to_peer"), Mapping):
        fields |= {f"peer_to_peer_{key}": value for key, value in record["peer_to_peer"].items() if value}
    decided = [row for row in record.get("case") or () if isinstance(row, Mapping)]
    fields |= {key: named for key in ("treatment", "indication") if (named := _one(decided, key))}
    return fields


_LISTED = ("reason_quotes", "carc", "rarc", "service_dates", "codes", "policy_cited", "reasons")


def _text(key: str, row: object) -> str:
    """`CO-50` of a reason code, the words of a quote, and anything else as it is."""
    if not isinstance(row, Mapping):
        return str(row)
    if key == "reason_quotes":
        return str(row.get("quote") or row.get("value") or "")
    value, group = str(row.get("value") or ""), row.get("group")
    return f"{group}-{value}" if group else value


def _one(decided: list[Mapping[str, Any]], key: str) -> str | None:
    """What all decisions of the letter agree on; two conditions are none."""
    named = {str(row[key]) for row in decided if row.get(key) and row[key] != "any"}
    return named.pop() if len(named) == 1 else None


def denied_claims(source: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The denied claims of an 835, each with its number in the file: the provider's own disputes, never appeals.

    Raises NotARemittance, BrokenRemittance.
    """
    from ketacli.denials.remittance import read_transactions
    from ketacli.denials.remittance_record import as_denial
    from ketacli.denials.x12 import read_segments

    segments, _ = read_segments(source.read_bytes().decode("utf-8", "replace"), str(source))
    number = 0
    for each in read_transactions(segments):
        for claim in each.claims:
            number += 1
            record = as_denial([replace(each, claims=[claim])])
            if record["is_denial"]:
                yield number, _fields(record, each, claim)


def _fields(record: Mapping[str, Any], each: Transaction, claim: RemittanceClaim) -> dict[str, Any]:
    fields = flat(record) | {"is_remittance": True, "account": claim.account}
    fields.pop("denied_claims", None)
    return fields | {key: value for key, value in (("payer", each.payer), ("payee", each.payee)) if value}
