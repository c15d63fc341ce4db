"""One function for letters, statements and remittances: bytes or a document → `Denial`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from ketacli.denials.model import Act, Denial
from ketacli.denials.remittance import Transaction
from ketacli.documents.limits import Limits, Progress
from ketacli.documents.model import Document
from ketacli.policy.reading import DocumentFacts

Ocr = Literal["auto", "never", "always"]


def read_denial(
    source: Path | Literal["-"],
    *,
    ocr: Ocr = "auto",
    password: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    plan_type: str | None = None,
    state: str | None = None,
    received_on: date | None = None,
    today: date | None = None,
) -> Denial:
    """Read one file: a letter or statement in any format of `check`, or an X12 835.

    `plan_type` and `state` are those of `ketacli rights`; without them the letter's own words settle the kind of plan
    or leave it open. Raises subclasses of InputProblem for what cannot be read, UsageProblem for an unknown plan type.
    """
    from ketacli.denials.x12 import is_x12
    from ketacli.documents.limits import Watch
    from ketacli.documents.read import read_document
    from ketacli.documents.sources import load

    data = load(source, Watch(str(source), limits or Limits(), progress))
    if is_x12(data):
        return read_remittance(data, str(source))
    document = read_document(source, data=data, ocr=ocr, password=password, limits=limits, progress=progress)
    return read_letter_document(document, plan_type=plan_type, state=state, received_on=received_on, today=today)


def read_letter_document(
    document: Document,
    *,
    plan_type: str | None = None,
    state: str | None = None,
    received_on: date | None = None,
    today: date | None = None,
) -> Denial:
    """Read a letter or a statement that is already a document."""
    from ketacli.denials.act_by import act_by, plan_type_of
    from ketacli.denials.adjustment_codes import acts_for
    from ketacli.denials.letter import read_letter
    from ketacli.denials.next_steps import next_steps
    from ketacli.denials.statement import read_eob, share_identity
    from ketacli.policy.building import build_outline
    from ketacli.policy.fields import document_facts, find_appeals, find_codes
    from ketacli.policy.positions.engine import read_positions

    outline = build_outline(document)
    facts = document_facts(document, outline)
    codes = find_codes(document, outline)
    positions, _differing = read_positions(document, outline, facts.kind)
    appeals = find_appeals(document, outline)
    is_eob = facts.kind == "eob"
    eob = read_eob(document, outline) if is_eob else None
    letter = read_letter(document, outline, [code.code for code in codes], appeals, eob=eob)
    if eob:
        share_identity(letter, eob)
    acts = acts_for(_pairs(letter.get("carc")), [code for _, code in _pairs(letter.get("rarc"))])
    text = "\n".join(page.text for page in document.pages)
    denied = bool(letter["is_denial"])
    known = plan_type or plan_type_of(text, letter.get("funding"))
    dates = None
    if denied:
        dates = act_by(letter, appeals, plan_type=known, state=state, received_on=received_on, today=today)
    return Denial(
        document=facts,
        denial=letter,
        eob=eob,
        dispute="member_appeal" if denied else None,
        act_by=dates,
        acts=acts,
        positions=tuple(positions),
        codes=codes,
        next_steps=next_steps(letter, eob, acts, dates),
        warnings=(*document.warnings, *_warnings(letter, plan_type, known)),
    )


def _warnings(letter: dict[str, object], given: str | None, known: str | None) -> list[str]:
    found = []
    conflict = letter.get("conflict")
    for name in conflict if isinstance(conflict, dict) else ():
        found.append(f"The document gives two values for {name.replace('_', ' ')}; both are shown and none is chosen.")
    if letter["is_denial"] and given is None and known:
        found.append(f"The letter's words point to {known.replace('_', ' ')}; confirm it with --plan-type.")
    return found


def _pairs(records: object) -> list[tuple[str | None, str]]:
    """Group and code of the printed codes."""
    rows = records if isinstance(records, list) else []
    return [(row.get("group"), str(row["value"])) for row in rows]


def read_remittance(data: bytes, name: str) -> Denial:
    """Read an X12 835. Raises NotARemittance, BrokenRemittance."""
    from ketacli.denials.adjustment_codes import acts_for
    from ketacli.denials.next_steps import remittance_steps
    from ketacli.denials.remittance import read_transactions
    from ketacli.denials.remittance_record import as_denial, as_eob, as_record, table_rows
    from ketacli.denials.x12 import read_segments

    segments, warnings = read_segments(data.decode("utf-8", "replace"), name)
    transactions = read_transactions(segments)
    denial, eob = as_denial(transactions), as_eob(transactions)
    acts = acts_for(_pairs(denial["carc"]), [code for _, code in _pairs(denial["rarc"])])
    return Denial(
        document=DocumentFacts(
            kind="eob", payer=transactions[0].payer if transactions else None, title="X12 835 remittance"
        ),
        denial=denial,
        eob=eob,
        remittance=as_record(transactions),
        table=tuple(table_rows(transactions)),
        dispute="provider_dispute" if denial["is_denial"] else None,
        acts=acts,
        next_steps=remittance_steps(denial, eob, acts),
        warnings=(*warnings, *_unnamed(transactions)),
    )


def _unnamed(transactions: list[Transaction]) -> list[str]:
    """Lines without a procedure code, whose figures cannot be told apart."""
    return [
        f"A line of claim {claim.claim_number} names no service; its figures are not checked, those of the claim are."
        for each in transactions
        for claim in each.claims
        if any(not line.code for line in claim.lines)
    ]


__all__ = ["Act", "read_denial", "read_letter_document", "read_remittance"]
