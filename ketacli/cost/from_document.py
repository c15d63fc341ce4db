"""A plan out of a Summary of Benefits or a booklet: each value with its page and quote, each gap named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ketacli.cost.plan import Plan
from ketacli.cost.plan_file import build_plan
from ketacli.cost.reading_keys import Table
from ketacli.errors import AnswersProblem

_LIMITS = ("deductible_individual", "deductible_family", "oop_max_individual", "oop_max_family", "coinsurance_percent")
_TIERS = ("in_network", "out_of_network")
_TOP = ("embedded", "plan_year", "funding", "prior_authorization_penalty")
_ROW_KEYS = (
    "copay", "coinsurance_percent", "after_deductible", "not_covered", "maximum_per_prescription", "drug_deductible",
    "page", "quote",
)  # fmt: skip


def plan_from_document(path: Path) -> Plan:
    """The plan that a document states.

    Raises InputProblem where it cannot be read, AnswersProblem where it states no benefits.
    """
    from ketacli.documents.read import read_document
    from ketacli.policy.read import read_policy

    document = read_document(path)
    reading = read_policy(document)
    if reading.benefits is None:
        raise AnswersProblem(
            f"{path}: no deductible, copay or coinsurance was found in it",
            hint="Give the Summary of Benefits (SBC), or write a plan file: ketacli cost plan --example.",
        )
    plan = plan_of(reading.benefits, str(path), sbc=reading.document.kind == "sbc")
    unread = [f"page {page.page} could not be read: {page.reason}" for page in document.unread_pages]
    return replace(plan, warnings=(*plan.warnings, *unread))


def plan_of(benefits: Mapping[str, object], file: str, *, sbc: bool) -> Plan:
    """The plan in the benefits of a reading. Raises AnswersProblem where the figures contradict each other.

    On a Summary of Benefits a row without a word on the deductible comes after it: the sentence above the chart
    says so.
    """
    values: dict[str, object] = {"name": benefits.get("plan_name") or Path(file).name}
    for key in _TOP:
        found = benefits.get(key)
        if found is not None:
            values[key] = _without_nulls(found)
    assumptions: list[str] = []
    for name in _TIERS:
        tier = benefits.get(name)
        if isinstance(tier, Mapping):
            values[name] = _tier(name, tier, assumptions, sbc=sbc)
    plan = build_plan(Table(values, file))
    return replace(
        plan,
        assumptions=tuple(assumptions),
        warnings=(*plan.warnings, *_examples(benefits)),
        evidence=tuple(_evidence(benefits)),
        unknowns=tuple(_unknowns(benefits)),
    )


def _tier(name: str, tier: Mapping[str, object], assumptions: list[str], *, sbc: bool) -> dict[str, object]:
    values: dict[str, object] = {key: tier[key] for key in _LIMITS if tier.get(key) is not None}
    for key, row in tier.items():
        if key == "evidence" or not isinstance(row, Mapping):
            continue
        kept = {inner: row[inner] for inner in _ROW_KEYS if row.get(inner) is not None}
        silent = "after_deductible" not in kept and not kept.get("not_covered")
        if sbc and silent and ("copay" in kept or "coinsurance_percent" in kept):
            kept["after_deductible"] = True
            assumptions.append(
                f"{name}.{key}: the cell says nothing of the deductible, so it comes first, "
                "as the sentence above the chart says."
            )
        values[key] = kept
    return values


def _without_nulls(found: object) -> object:
    if isinstance(found, Mapping):
        return {key: value for key, value in found.items() if value is not None}
    return found


def _evidence(benefits: Mapping[str, object]) -> list[dict[str, object]]:
    """Every value with its page and quote, in the order of the document's tiers."""
    found: list[dict[str, object]] = []
    quoted = benefits.get("evidence")
    for key in _TOP:
        if benefits.get(key) is not None:
            found.append(_entry(key, benefits[key], quoted, key))
    for name in _TIERS:
        tier = benefits.get(name)
        if not isinstance(tier, Mapping):
            continue
        for key in _LIMITS:
            if tier.get(key) is not None:
                found.append(_entry(f"{name}.{key}", tier[key], tier.get("evidence"), key))
        for key, row in tier.items():
            if isinstance(row, Mapping) and key != "evidence":
                found.append(
                    {
                        "key": f"{name}.{key}",
                        "value": _row_words(row),
                        "page": row.get("page"),
                        "quote": row.get("quote"),
                    }
                )
    return found


def _entry(key: str, value: object, quoted: object, name: str) -> dict[str, object]:
    place = quoted.get(name) if isinstance(quoted, Mapping) else None
    place = place if isinstance(place, Mapping) else {}
    return {"key": key, "value": _words(value), "page": place.get("page"), "quote": place.get("quote")}


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {inner}" for key, inner in value.items() if inner is not None)
    return str(value)


def _row_words(row: Mapping[str, object]) -> str:
    if row.get("not_covered"):
        return "not covered"
    said = []
    if row.get("copay") is not None:
        said.append(f"copay ${row['copay']}")
    if row.get("coinsurance_percent") is not None:
        said.append(f"coinsurance {row['coinsurance_percent']}%")
    after = row.get("after_deductible")
    words = "after the deductible" if after else "without the deductible"
    said.append("deductible not stated" if after is None else words)
    return ", ".join(said)


def _unknowns(benefits: Mapping[str, object]) -> list[str]:
    """Keys of the plan file that the document leaves open."""
    found = [key for key in ("plan_year", "embedded", "funding") if benefits.get(key) is None]
    for name in _TIERS:
        tier = benefits.get(name)
        if not isinstance(tier, Mapping):
            found.append(name)
            continue
        found += [f"{name}.{key}" for key in _LIMITS if tier.get(key) is None]
        found += [
            f"{name}.{key}.after_deductible"
            for key, row in tier.items()
            if isinstance(row, Mapping)
            and key != "evidence"
            and not row.get("not_covered")
            and row.get("after_deductible") is None
        ]
    found.append("met (what you have already spent this plan year is in no document: see your portal or last EOB)")
    return found


def _examples(benefits: Mapping[str, object]) -> list[str]:
    """Coverage examples that do not add up: a sign that a figure was misread or misprinted."""
    from ketacli.cost.coverage_example import difference

    told = []
    examples = benefits.get("examples")
    for example in examples if isinstance(examples, list) else []:
        gap = difference(example) if isinstance(example, Mapping) else None
        if gap:
            told.append(f"The coverage example {example.get('name')} is off by ${gap}: look at its figures.")
    return told
