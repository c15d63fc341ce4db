"""The open points of a projection, each turned over once."""

from __future__ import annotations

from dataclasses import replace

from ketacli.cost.engine import Request
from ketacli.cost.plan import Plan


def variants(request: Request, plan: Plan) -> list[tuple[str, Request]]:
    """What could be otherwise, in words, each with the request that it comes to."""
    found = []
    if plan.embedded is None and any(tier.limits.deductible_family is not None for tier in plan.tiers.values()):
        found.append(
            (
                "If the family deductible is one for all (aggregate)",
                request._replace(plan=replace(plan, embedded=False)),
            )
        )
    other = {"in": "out", "out": "in"}
    networks = {offer.network for offer in request.offers}
    if len(networks) == 1 and other[next(iter(networks))] in plan.tiers:
        turned = tuple(offer._replace(network=other[offer.network]) for offer in request.offers)
        side = "out of" if "in" in networks else "in"
        found.append((f"If the clinic is {side} network, at the same amounts", request._replace(offers=turned)))
    if request.benefit_open and len(request.offers) == 1:
        offer = request.offers[0]
        rows = plan.tiers[offer.network].rows if offer.network in plan.tiers else ()
        found += [
            (f"If {row} is the row that pays", request._replace(offers=(offer._replace(benefit=row),)))
            for row in rows
            if row != offer.benefit
        ]
    if plan.penalty is not None and request.authorized:
        found.append(("Without the prior authorization that the plan asks for", request._replace(authorized=False)))
    return found
