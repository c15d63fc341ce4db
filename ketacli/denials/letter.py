"""A letter as a record of CONTRACT Denial letters: bare values, `evidence` and `conflict` beside them."""

from __future__ import annotations

import re

from ketacli.denials.adjustment_codes import Printed, reason_codes, remark_codes
from ketacli.denials.cited import cited_policies
from ketacli.denials.fields import Fields
from ketacli.denials.identity import read_identity
from ketacli.denials.reasons import find_reasons
from ketacli.denials.rights import read_rights
from ketacli.denials.service import read_case, read_service
from ketacli.denials.statement import refuses
from ketacli.documents.model import Document, Page
from ketacli.policy.fields.kind import letter_claim_kind
from ketacli.policy.fields.place import live_pages
from ketacli.policy.fields.verdict import letter_verdict
from ketacli.policy.outline import Outline
from ketacli.policy.reading import ConflictingValue, Quoted

FIELDS = (
    "notice_date",
    "member_name",
    "member_id",
    "group_number",
    "claim_number",
    "reference_number",
    "service",
    "service_dates",
    "codes",
    "amount_denied",
    "reasons",
    "reason_quotes",
    "policy_cited",
    "carc",
    "rarc",
    "appeal_deadline_days",
    "appeal_deadline_date",
    "deadline_from",
    "appeal_address",
    "appeal_fax",
    "appeal_phone",
    "expedited_offered",
    "external_review_mentioned",
    "peer_to_peer",
    "funding",
    "claim_file_offered",
)
_FROM_APPEALS = (
    ("appeal_deadline_days", "internal_days"),
    ("deadline_from", "internal_from"),
    ("appeal_address", "address"),
    ("appeal_fax", "fax"),
    ("appeal_phone", "phone"),
)
_FINAL = re.compile(
    r"(?:^|\n)\W*(?:notice of )?final (?:internal )?adverse|\bthis (?:is|was) (?:a |our |the |your )?(?:final|last) "
    r"(?:internal |step|decision|determination|level|appeal)|"
    r"\b(?:not have|no) (?:an)?(?:other|further|more) internal appeal|\bexhausted (?:the|your|all)[^.]{0,20} internal",
    re.IGNORECASE,
)
"""Words by which a letter says that the plan itself has no further appeal."""
_LETTER_TYPES = {"approved": "approval", "pended": "request_for_information"}


def read_letter(
    document: Document,
    outline: Outline,
    codes: list[str],
    appeals: dict[str, object] | None,
    *,
    eob: dict[str, object] | None = None,
) -> dict[str, object]:
    """All fields of a letter or statement; None where it is silent, and where it gives two values (see `conflict`).

    With `eob`, the statement of the same document, its figures and codes tell whether something was refused.
    """
    pages = live_pages(document)
    fields = Fields()
    text = "\n".join(text for _, text in pages)
    verdict = letter_verdict(text) if eob is None else refuses(eob)
    read_identity(pages, fields)
    read_service(pages, outline, codes, fields)
    printed = reason_codes(pages)
    remarks = remark_codes(pages, with_reasons=bool(printed))
    _appeal_fields(appeals, fields)
    decided = verdict in ("denied", "partly_denied")
    if decided or eob:
        read_rights(pages, fields)
    if decided:
        _reasons(pages, printed, remarks, fields, from_codes_only=eob is not None)
        _cited(pages, fields)
    record: dict[str, object] = {name: fields.get(name) for name in FIELDS}
    record["codes"] = codes
    record["reasons"] = fields.get("reasons") or []
    record["reason_quotes"] = fields.get("reason_quotes") or []
    record["carc"] = [one.as_record() for one in printed] or None
    record["rarc"] = [one.as_record() for one in remarks] or None
    decision = verdict
    record["is_denial"] = decision in ("denied", "partly_denied")
    record["final"] = bool(record["is_denial"] and _FINAL.search(text)) or None
    record["letter_type"] = _LETTER_TYPES.get(decision or "", "denial") if decision else None
    record["decision"] = decision
    record["case"] = read_case(str(fields.get("service") or ""), text, decision)
    record["claim_kind"] = letter_claim_kind(document, outline)
    record["conflict"] = fields.conflict
    record["evidence"] = fields.evidence
    return record


def _appeal_fields(appeals: dict[str, object] | None, fields: Fields) -> None:
    """Deadline and contacts are those of the reading's appeals, so that `check` and `denial` never differ."""
    if appeals is None:
        return
    evidence, conflict = appeals["evidence"], appeals["conflict"]
    assert isinstance(evidence, dict) and isinstance(conflict, dict)
    for name, source in _FROM_APPEALS:
        where: Quoted | None = evidence.get(source)
        values: list[ConflictingValue] | None = conflict.get(source)
        if where is not None:
            fields.put_quoted(name, appeals[source], where)
        for one in values or ():
            fields.put_quoted(name, one["value"], {"page": one["page"], "quote": one["quote"]})


def _reasons(
    pages: list[tuple[Page, str]],
    printed: list[Printed],
    remarks: list[Printed],
    fields: Fields,
    *,
    from_codes_only: bool,
) -> None:
    codes = [(one.code, one.page, one.start) for one in printed]
    found = find_reasons([] if from_codes_only else pages, codes, frozenset(one.code for one in remarks))
    fields.values["reasons"] = [reason.word for reason in found]
    fields.values["reason_quotes"] = [{"value": reason.word, **reason.where} for reason in found]


def _cited(pages: list[tuple[Page, str]], fields: Fields) -> None:
    cited = cited_policies(pages)
    if cited:
        fields.values["policy_cited"] = [value for value, _ in cited]
        fields.evidence["policy_cited"] = cited[0][1]
