"""The steps of one line in words, with their arithmetic and reason codes (those of a remittance, in our own words)."""

from __future__ import annotations

from typing import NamedTuple

from ketacli.cost.lines import Charge, Working
from ketacli.cost.money import HUNDRED, UNLIMITED, ZERO, cents, show
from ketacli.cost.rows import ROWS


class Step(NamedTuple):
    """One step."""

    step: str
    """`allowed`, `covered`, `deductible`, `copay`, `coinsurance`, `maximum`, `penalty`, `secondary`, `help`, `owed`."""
    reason: str | None
    """Reason code as on a remittance (`PR-1`, `CO-45`); None where the step has none."""
    amount: str
    """Dollars with two decimals."""
    text: str


def steps(charge: Charge) -> list[Step]:
    """The steps through which the line went."""
    working = charge.working
    if working is None:
        return _without_ledger(charge)
    found = [*_start(charge, working)]
    if working.refused:
        return [*found, _owed(charge)]
    found += _sharing(charge, working)
    found += _after(charge)
    return [*found, _owed(charge)]


def _step(step: str, reason: str | None, amount: object, text: str) -> Step:
    return Step(step, reason, f"{amount:.2f}", text)


def _without_ledger(charge: Charge) -> list[Step]:
    if charge.copay or charge.help_paid or charge.plan_paid:
        first = _step(
            "copay", "PR-3", charge.copay, f"A maximiser sets the copay to {show(charge.copay)}; nothing accrues."
        )
        return [first, *_after(charge), _owed(charge)]
    return [_step("owed", None, charge.patient_owes, f"No plan pays: you owe the price of {show(charge.billed)}.")]


def _start(charge: Charge, working: Working) -> list[Step]:
    row = ROWS.get(working.terms.benefit, working.terms.benefit.replace("_", " "))
    where = "in network" if charge.line.network == "in" else "out of network"
    if working.refused == "visit_limit":
        limit = working.terms.visit_limit
        text = f"{row}, {where}: all {limit} covered visits of the plan year are used; the bill is yours."
        return [_step("covered", "PR-119", charge.not_covered, text)]
    if working.refused:
        text = f"{row}, {where}: not covered; the bill is yours and counts to nothing."
        return [_step("covered", "PR-96", charge.not_covered, text)]
    found = []
    if charge.line.network == "out":
        if charge.balance_bill:
            text = (
                f"Billed {show(charge.billed)} - recognised {show(charge.allowed)} = {show(charge.balance_bill)}: "
                "the provider may bill it to you, outside the maximum."
            )
            found.append(_step("allowed", "PR-45", charge.balance_bill, text))
        else:
            found.append(_step("allowed", None, charge.allowed, f"The plan recognises {show(charge.allowed)}."))
    elif charge.savings:
        text = (
            f"Billed {show(charge.billed)} - network savings {show(charge.savings)} = allowed {show(charge.allowed)}."
        )
        found.append(_step("allowed", "CO-45", charge.savings, text))
    else:
        found.append(_step("allowed", None, charge.allowed, f"Allowed amount {show(charge.allowed)}."))
    found.append(_step("covered", None, charge.allowed, f"Covered under: {row}, {where}."))
    return found


def _sharing(charge: Charge, working: Working) -> list[Step]:
    terms = working.terms
    deductible, copay, coinsurance = working.uncut
    found = []
    if terms.deductible_first:
        left = min(working.deductible_left)
        whose = _whose(working.deductible_left)
        text = f"{show(left)} of {whose} deductible is left: you pay {show(deductible)}."
        if not left:
            text = f"{whose.capitalize()} deductible is met."
        found.append(_step("deductible", "PR-1" if deductible else None, deductible, text))
    else:
        found.append(_step("deductible", None, ZERO, "The deductible does not apply to this service."))
    if terms.copay:
        rest = charge.allowed - deductible
        base = rest if terms.copay_after_deductible else charge.allowed
        text = f"Copay {show(terms.copay)}, at most {show(base)}: {show(copay)}."
        found.append(_step("copay", "PR-3" if copay else None, copay, text))
    if terms.rate:
        rest = charge.allowed - deductible
        share = f"{(terms.rate * HUNDRED).normalize():f}%"
        sum_ = f"({show(charge.allowed)} - {show(deductible)}) = {share} of {show(rest)}" if deductible else show(rest)
        text = f"Coinsurance {share} of {sum_}: {show(coinsurance)}."
        if coinsurance < cents(rest * terms.rate) and terms.ceiling == UNLIMITED:
            text += " It is at most what deductible and copay leave of the allowed amount."
        if terms.ceiling != UNLIMITED:
            text += f" Copay and coinsurance of one line are at most {show(terms.ceiling)}."
        found.append(_step("coinsurance", "PR-2" if coinsurance else None, coinsurance, text))
    found += _maximum(charge, working)
    return found


def _maximum(charge: Charge, working: Working) -> list[Step]:
    if not working.terms.counts_to_maximum:
        return [_step("maximum", None, ZERO, "What you pay here does not count to the out-of-pocket maximum.")]
    room = min(working.room)
    wanted = sum(working.uncut, ZERO)
    kept = charge.deductible + charge.copay + charge.coinsurance
    if wanted > room:
        parts = (
            f"deductible {show(charge.deductible)}, copay {show(charge.copay)}, coinsurance {show(charge.coinsurance)}"
        )
        text = (
            f"{_whose(working.room).capitalize()} out-of-pocket maximum leaves {show(room)}: "
            f"{show(wanted)} is cut to {show(kept)} ({parts})."
        )
        return [_step("maximum", None, wanted - kept, text)]
    if room >= UNLIMITED / 2:
        return [_step("maximum", None, ZERO, "There is no out-of-pocket maximum.")]
    text = f"{show(room)} is left to {_whose(working.room)} out-of-pocket maximum: nothing is cut."
    return [_step("maximum", None, ZERO, text)]


def _after(charge: Charge) -> list[Step]:
    found = []
    if charge.penalty:
        text = f"No prior authorization: the plan takes {show(charge.penalty)} off what it pays; outside the maximum."
        found.append(_step("penalty", "PR-197", charge.penalty, text))
    if charge.secondary_paid:
        text = f"The second payer takes over {show(charge.secondary_paid)}."
        found.append(_step("secondary", "OA-23", charge.secondary_paid, text))
    if charge.help_paid:
        found.append(_step("help", None, charge.help_paid, f"The savings programme pays {show(charge.help_paid)}."))
    return found


def _owed(charge: Charge) -> Step:
    taken = [
        (charge.savings, "savings"),
        (charge.plan_paid, "plan"),
        (charge.secondary_paid, "second payer"),
        (charge.help_paid, "savings programme"),
    ]
    sum_ = "".join(f" - {name} {show(amount)}" for amount, name in taken if amount)
    return _step(
        "owed", None, charge.patient_owes, f"Billed {show(charge.billed)}{sum_} = you owe {show(charge.patient_owes)}."
    )


def _whose(pair: tuple[object, object]) -> str:
    return "the family's" if pair[1] < pair[0] else "your"  # type: ignore[operator]
