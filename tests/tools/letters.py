"""The `denial` and `eob` blocks of a gold source: what a letter or an explanation of benefits states, and what adds up.

An appeal's window, address and numbers are written once, under `appeals`; a letter's own fields of the same meaning are
taken from there, its codes from the `code` lines. Sums and findings are computed, never typed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

FIELDS = (
    *("notice_date", "member_name", "member_id", "group_number", "claim_number", "reference_number", "service"),
    *("service_dates", "codes", "amount_denied", "reasons", "reason_quotes", "policy_cited", "carc", "rarc"),
    *("appeal_deadline_days", "appeal_deadline_date", "deadline_from", "appeal_address", "appeal_fax", "appeal_phone"),
    *("expedited_offered", "external_review_mentioned", "peer_to_peer", "funding", "claim_file_offered"),
)
SHARED = {
    "internal_days": "appeal_deadline_days",
    "internal_from": "deadline_from",
    "address": "appeal_address",
    "fax": "appeal_fax",
    "phone": "appeal_phone",
}
MONEY = (
    *("billed", "discount", "allowed", "plan_paid", "deductible", "copay", "coinsurance", "not_covered"),
    "patient_owes",
)
FLAGS = ("expedited_offered", "external_review_mentioned", "claim_file_offered")
Cite = Any
Words = list[str]


def letter(
    lines: list[tuple[Words, dict[str, Any]]], appeals: dict[str, Any] | None, codes: list[dict[str, Any]]
) -> dict[str, Any]:
    """The record of a letter. `lines` are its words, each with page and quote."""
    out: dict[str, Any] = dict.fromkeys(FIELDS)
    out |= {"codes": [row["code"] for row in codes], "reasons": [], "reason_quotes": [], "case": [], "evidence": {}}
    take_appeals(out, appeals or {})
    for words, cited in lines:
        add(out, words, cited)
    out["is_denial"] = out["letter_type"] == "denial"
    return out


def take_appeals(out: dict[str, Any], appeals: dict[str, Any]) -> None:
    """Fill the letter's fields of an appeal, their evidence and their conflicts from the `appeals` block."""
    for here, there in SHARED.items():
        out[there] = appeals.get(here)
        if here in appeals.get("evidence", {}):
            out["evidence"][there] = appeals["evidence"][here]
        if here in appeals.get("conflict", {}):
            out.setdefault("conflict", {})[there] = appeals["conflict"][here]


def add(out: dict[str, Any], words: Words, cited: dict[str, Any]) -> None:
    """One line of a `denial` block."""
    key, rest = words[0], words[1:]
    if key == "reason":
        out["reasons"].append(rest[0])
        out["reason_quotes"].append({"value": rest[0], **cited})
    elif key in ("carc", "rarc"):
        group = {"group": rest[0]} if len(rest) > 1 else {}
        out[key] = [*(out[key] or []), {"value": rest[-1], **cited, **group}]
    elif key == "case":
        out["case"].append(dict(zip(("treatment", "indication", "decision"), rest, strict=True)))
    elif key == "conflict":
        out.setdefault("conflict", {}).setdefault(rest[0], []).append({"value": rest[1], **cited})
    elif key == "unscored":
        out.pop(rest[0])
    else:
        out[key] = worth(key, rest)
        if cited["quote"]:
            out["evidence"][key] = cited


def worth(key: str, rest: Words) -> Any:
    """The value of a plain line: a list, a sum, a flag or a text."""
    if key in ("policy_cited", "service_dates"):
        return rest
    if key == "peer_to_peer":
        return {"phone": rest[0] or None, "window": rest[1] if len(rest) > 1 else None}
    if key in FLAGS:
        return rest[0] == "true"
    if not rest:
        return None
    if key in ("amount_denied", "member_liability"):
        return float(rest[0])
    return int(rest[0]) if key in ("appeal_deadline_days", "information_days", "approved_units") else " ".join(rest)


def cents(value: float) -> int:
    """Dollars as whole cents."""
    return int(Decimal(str(value)) * 100)


def checked(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its checks: what is stated less the sum of its parts, in cents."""
    member = sum(cents(row[key]) for key in ("deductible", "copay", "coinsurance"))
    checks = {
        "allowed_minus_parts": cents(row["allowed"]) - cents(row["plan_paid"]) - member,
        "owes_minus_parts": cents(row["patient_owes"]) - member - cents(row["not_covered"]),
    }
    off = next((value for value in checks.values() if value), 0)
    return row | {"checks": checks, "balances": off == 0, "difference": off}


def amounts(words: Words) -> dict[str, float]:
    """Nine sums in the order of `MONEY`."""
    return dict(zip(MONEY, map(float, words), strict=True))


def explanation(lines: list[tuple[Words, dict[str, Any]]]) -> dict[str, Any]:
    """The record of an explanation of benefits with what its arithmetic gives."""
    out: dict[str, Any] = {"lines": [], "evidence": {}}
    for words, cited in lines:
        key, rest = words[0], words[1:]
        if key == "line":
            head = {
                "line": len(out["lines"]) + 1,
                **dict(zip(("service_date", "code", "description"), rest[:3], strict=True)),
            }
            out["lines"].append(checked(head | amounts(rest[3:]) | cited))
        elif key == "totals":
            out["totals"] = checked(amounts(rest) | cited)
        elif key == "accumulator":
            out["accumulators"] = (
                dict(zip(("deductible_limit", "deductible_met_before"), map(float, rest), strict=True)) | cited
            )
        elif key == "carc":
            out.setdefault("carc_rarc", []).append({"value": rest[-1], **cited})
        else:
            out[key] = " ".join(rest)
            out["evidence"][key] = cited
    return out | found(out)


def found(out: dict[str, Any]) -> dict[str, Any]:
    """What a check of the rows, of the totals and of the deductible finds."""
    sums = {key: cents(out["totals"][key]) - sum(cents(row[key]) for row in out["lines"]) for key in MONEY}
    faults = [row["difference"] for row in [*out["lines"], out["totals"]] if row["difference"]]
    faults += [-value for value in sums.values() if value]
    over, consistent = 0, None
    if "accumulators" in out:
        left = cents(out["accumulators"]["deductible_limit"]) - cents(out["accumulators"]["deductible_met_before"])
        over = max(0, cents(out["totals"]["deductible"]) - left)
        consistent = over == 0
    finding = "lines_do_not_add_up" if faults else "wrong_deductible" if over else "balanced"
    return {
        "line_sum_minus_total": {key: -value for key, value in sums.items()},
        "balances": not faults,
        "difference": faults[0] if faults else 0,
        "deductible_consistent": consistent,
        "deductible_difference": over,
        "finding": finding,
    }
