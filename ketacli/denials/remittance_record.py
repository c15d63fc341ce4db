"""A remittance as records: what was denied and why, the money as an `eob`, the claims as tables."""

from __future__ import annotations

from decimal import Decimal

from ketacli.denials.adjustment_codes import CONTRACT
from ketacli.denials.reasons import reasons_of_codes
from ketacli.denials.remittance import Adjustment, RemittanceClaim, ServiceLine, Transaction

_SHARES = {("PR", "1"): "deductible", ("PR", "2"): "coinsurance", ("PR", "3"): "copay"}


def cents_of(amount: Decimal) -> int:
    """Dollars as whole cents."""
    return int((amount * 100).to_integral_value())


def as_record(transactions: list[Transaction]) -> dict[str, object]:
    """Claims, lines and adjustments; computed sums as strings, differences in cents."""
    return {
        "transactions": [
            {
                "payer": each.payer,
                "payee": each.payee,
                "payment": _money(each.payment),
                "date": each.date,
                "trace": each.trace,
                "provider_adjustments": [
                    {"reason": reason, "amount": _money(amount)} for reason, amount in each.provider_adjustments
                ],
                "balances": each.difference == 0,
                "difference": cents_of(each.difference),
                "claims": [_claim(claim) for claim in each.claims],
            }
            for each in transactions
        ]
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _claim(claim: RemittanceClaim) -> dict[str, object]:
    return {
        "account": claim.account,
        "claim_number": claim.claim_number,
        "status": claim.status,
        "patient": claim.patient,
        "member_id": claim.member_id,
        "charge": _money(claim.charge),
        "paid": _money(claim.paid),
        "patient_responsibility": _money(claim.patient_responsibility),
        "adjustments": [_adjustment(one) for one in claim.adjustments],
        "remarks": claim.all_remarks,
        "balances": claim.difference == 0,
        "difference": cents_of(claim.difference),
        "lines": [_line(line) for line in claim.lines],
    }


def _line(line: ServiceLine) -> dict[str, object]:
    return {
        "code": line.code,
        "modifiers": list(line.modifiers),
        "service_date": line.start,
        "charge": _money(line.charge),
        "allowed": _money(line.allowed),
        "paid": _money(line.paid),
        "adjustments": [_adjustment(one) for one in line.adjustments],
        "remarks": list(line.remarks),
        "balances": line.difference == 0,
        "difference": cents_of(line.difference),
    }


def _adjustment(one: Adjustment) -> dict[str, object]:
    return {"group": one.group, "code": one.code, "amount": _money(one.amount)}


def as_eob(transactions: list[Transaction]) -> dict[str, object]:
    """The money in the words of an explanation of benefits. `difference` sums the claims' differences in cents."""
    claims = [claim for each in transactions for claim in each.claims]
    lines = [_eob_line(number, line, claim) for number, (claim, line) in enumerate(_all_lines(claims), 1)]
    apart = [cents_of(claim.difference) for claim in claims]
    sets = [cents_of(each.difference) for each in transactions]
    line_gaps = [cents_of(line.difference) for _, line in _all_lines(claims)]
    balances = not (any(apart) or any(sets) or any(line_gaps))
    difference = sum(apart) or next((gap for gap in (*apart, *sets, *line_gaps) if gap), 0)
    first = claims[0] if claims else None
    return {
        "notice_date": transactions[0].date if transactions else None,
        "member_name": first.patient if len(claims) == 1 and first else None,
        "member_id": first.member_id if len(claims) == 1 and first else None,
        "group_number": None,
        "claim_number": first.claim_number if len(claims) == 1 and first else None,
        "provider": transactions[0].payee if transactions else None,
        "lines": lines,
        "totals": _totals(claims),
        "balances": balances,
        "difference": difference,
        "deductible_consistent": None,
        "deductible_difference": None,
        "finding": "balanced" if balances else "lines_do_not_add_up",
        "conflict": {},
        "evidence": {},
    }


def _all_lines(claims: list[RemittanceClaim]) -> list[tuple[RemittanceClaim, ServiceLine]]:
    return [(claim, line) for claim in claims for line in claim.lines]


def _shares(adjustments: list[Adjustment]) -> dict[str, Decimal]:
    """Deductible, coinsurance, copay, discount and what is not covered, in dollars."""
    sums = dict.fromkeys(("deductible", "coinsurance", "copay", "discount", "not_covered"), Decimal(0))
    for one in adjustments:
        sums[_SHARES.get((one.group, one.code)) or ("not_covered" if one.group == "PR" else "discount")] += one.amount
    return sums


def _eob_line(number: int, line: ServiceLine, claim: RemittanceClaim) -> dict[str, object]:
    shares = _shares(line.adjustments)
    owes = shares["deductible"] + shares["coinsurance"] + shares["copay"] + shares["not_covered"]
    return {
        "line": number,
        "claim_number": claim.claim_number,
        "service_date": line.start,
        "code": line.code,
        "description": None,
        "billed": _number(line.charge),
        "discount": _number(shares["discount"]),
        "allowed": _number(line.allowed),
        "plan_paid": _number(line.paid),
        **{name: _number(shares[name]) for name in ("deductible", "copay", "coinsurance", "not_covered")},
        "patient_owes": _number(owes),
        "balances": line.difference == 0,
        "difference": cents_of(line.difference),
        "page": None,
        "quote": None,
    }


def _totals(claims: list[RemittanceClaim]) -> dict[str, object]:
    shares = _shares([one for claim in claims for one in claim.all_adjustments])
    owes = shares["deductible"] + shares["coinsurance"] + shares["copay"] + shares["not_covered"]
    return {
        "billed": _number(sum((claim.charge for claim in claims), Decimal(0))),
        "plan_paid": _number(sum((claim.paid for claim in claims), Decimal(0))),
        **{name: _number(amount) for name, amount in shares.items()},
        "patient_owes": _number(owes),
    }


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def as_denial(transactions: list[Transaction]) -> dict[str, object]:
    """What the remittance denies: a provider's dispute, never a member's appeal."""
    claims = [claim for each in transactions for claim in each.claims]
    refused = [
        claim for claim in claims if claim.status == "denied" or any(_refuses(one) for one in claim.all_adjustments)
    ]
    adjustments = [one for claim in refused for one in claim.all_adjustments if _refuses(one)]
    carc = list(dict.fromkeys((one.group, one.code) for claim in claims for one in claim.all_adjustments))
    remarks = list(dict.fromkeys(code for claim in claims for code in claim.all_remarks))
    one_claim = claims[0] if len(claims) == 1 else None
    amount = sum((one.amount for one in adjustments), Decimal(0))
    return {
        "notice_date": transactions[0].date if transactions else None,
        "member_name": one_claim.patient if one_claim else None,
        "member_id": one_claim.member_id if one_claim else None,
        "group_number": None,
        "claim_number": one_claim.claim_number if one_claim else None,
        "reference_number": transactions[0].trace if transactions else None,
        "service": None,
        "service_dates": sorted({line.start for claim in claims for line in claim.lines if line.start}) or None,
        "codes": list(dict.fromkeys(line.code for claim in claims for line in claim.lines if line.code)),
        "amount_denied": float(amount) if adjustments else None,
        "reasons": reasons_of_codes([one.code for one in adjustments]),
        "reason_quotes": [],
        "carc": [{"value": code, "group": group, "page": None, "quote": None} for group, code in carc] or None,
        "rarc": [{"value": code, "group": None, "page": None, "quote": None} for code in remarks] or None,
        "is_denial": bool(refused),
        "letter_type": "denial" if refused else None,
        "decision": ("denied" if len(refused) == len(claims) else "partly_denied") if refused else "approved",
        "denied_claims": [claim.claim_number for claim in refused],
        "conflict": {},
        "evidence": {},
    }


def _refuses(one: Adjustment) -> bool:
    """An adjustment that refuses a service; cost sharing and contract cuts refuse nothing."""
    return (one.group, one.code) not in _SHARES and one.code not in CONTRACT and one.amount > 0


def table_rows(transactions: list[Transaction]) -> list[dict[str, object]]:
    """One row a service line, with numbered columns for its adjustments, references and remarks."""
    rows: list[dict[str, object]] = []
    for each in transactions:
        for claim, line in _all_lines(each.claims):
            row: dict[str, object] = {
                "marker": claim.account,
                "patient": claim.patient,
                "code": line.code,
                "modifier": line.modifiers[0] if line.modifiers else None,
                "qualifier": line.qualifier,
                "allowed_units": line.units_paid,
                "billed_units": line.units_billed,
                "transaction_date": each.date,
                "charge_amount": line.charge,
                "allowed_amount": line.allowed,
                "paid_amount": line.paid,
                "payer": each.payer,
                "start_date": line.start,
                "end_date": line.end,
                "rendering_provider": claim.rendering_provider,
            }
            for index, one in enumerate(line.adjustments):
                row |= {
                    f"adj_{index}_amount": one.amount,
                    f"adj_{index}_code": one.code,
                    f"adj_{index}_group": one.group,
                }
            for index, (qualifier, value) in enumerate(line.references):
                row |= {f"ref_{index}_qual": qualifier, f"ref_{index}_value": value}
            for index, code in enumerate(line.remarks):
                row |= {f"rem_{index}_code": code, f"rem_{index}_qual": "HE"}
            row |= {
                "claim_number": claim.claim_number,
                "status": claim.status,
                "difference_cents": cents_of(line.difference),
                "claim_difference_cents": cents_of(claim.difference),
            }
            rows.append(row)
    return rows
