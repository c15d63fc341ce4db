"""What a plan allows or recognises where only the bill is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ketacli.cost.money import HUNDRED, cents, show
from ketacli.cost.plan import Plan
from ketacli.cost.prices import Offer, Price
from ketacli.errors import UsageProblem


def recognise(offers: Sequence[Offer], plan: Plan, day: date) -> tuple[list[Offer], list[str]]:
    """The offers with a recognised amount each, and the assumptions made.

    Out of network a plan that recognises a percentage of Medicare's amount is followed where the line has a billing
    code with such an amount. Else the bill itself stands in, which is the least that the patient may owe.
    """
    found, told = [], []
    for offer in offers:
        if offer.allowed_known:
            found.append(offer)
            continue
        basis = _of_medicare(offer, plan, day)
        if basis is not None:
            amount, words = basis
            capped = Price(*[min(amount, billed) for billed in offer.billed])
            found.append(offer._replace(allowed=capped))
            told.append(words)
            continue
        found.append(offer)
        tier = plan.tiers.get(offer.network)
        if tier is not None and tier.recognised_basis == "ucr":
            told.append(
                f"{offer.service}: the plan recognises the usual charge of the area (UCR); ask it for the figure."
            )
        known = "allows" if offer.network == "in" else "recognises"
        rest = "." if offer.network == "in" else "; a plan that recognises less leaves you more."
        told.append(f"{offer.service}: what the plan {known} is not known, the bill stands in{rest}")
    return found, list(dict.fromkeys(told))


def _of_medicare(offer: Offer, plan: Plan, day: date) -> tuple[Decimal, str] | None:
    tier = plan.tiers.get("out")
    share = tier.recognised_percent_of_medicare if tier else None
    if offer.network != "out" or share is None or not offer.code:
        return None
    from ketacli.cost.medicare import amount_of

    try:
        price, year, _ = amount_of(offer.code, day)
    except UsageProblem:
        return None
    amount = cents(price.typical * share / HUNDRED)
    words = (
        f"{offer.service}: the plan recognises {share.normalize():f}% of Medicare's {show(price.typical)} for "
        f"{offer.code} ({year}), so {show(amount)}."
    )
    return amount, words
