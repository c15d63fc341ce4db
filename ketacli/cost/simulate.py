"""Uncertain prices, lengths and approvals: what the patient pays at the tenth, fiftieth and ninetieth percentile.

Prices are drawn from 201 points of the triangular distribution over low, typical and high, each as likely as the
next. For each point the ledger runs once over the longest series and keeps the sum after every session, so a draw is
one look-up: exact at its point, and fast in plain Python.
"""

from __future__ import annotations

import math
import random
from decimal import Decimal
from typing import NamedTuple

from ketacli.cost.engine import Request
from ketacli.cost.money import CENT, HUNDRED, cents
from ketacli.cost.prices import Offer, Price, point
from ketacli.cost.projection import adjudicate, lines_of, sessions_of
from ketacli.errors import UsageProblem

POINTS = 201
MOST_DRAWS = 1_000_000


class Simulated(NamedTuple):
    """What the patient pays, in dollars."""

    draws: int
    seed: int
    sessions: tuple[int, int]
    """Fewest and most sessions, each number as likely as the next."""
    chance_percent: Decimal | None
    """The user's own chance that the plan approves; None: it always pays as the plan says."""
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    assumptions: tuple[str, ...]


def simulate(request: Request, draws: int, seed: int, *, fewest: int, chance_percent: Decimal | None) -> Simulated:
    """Draw `draws` series of `fewest` to `len(request.days)` sessions. Same seed, same result. Raises UsageProblem."""
    most = len(set(request.days))
    if not 1 <= draws <= MOST_DRAWS:
        raise UsageProblem(f"--simulate is not from 1 to {MOST_DRAWS}", hint="Write --simulate 10000.")
    if not 1 <= fewest <= most:
        raise UsageProblem("--fewest is above the number of sessions", hint="Give the most with --sessions.")
    if chance_percent is not None and request.plan is None:
        raise UsageProblem("--chance needs a plan", hint="Add --plan plan.toml.")
    tables, told = _tables(request)
    covered, alone = tables
    rng = random.Random(seed)
    chance = None if chance_percent is None else float(chance_percent / HUNDRED)
    found = []
    whole, uniform = most - fewest + 1, rng.random
    for _ in range(draws):
        at = int(uniform() * POINTS)
        count = fewest + int(uniform() * whole)
        row = covered if chance is None or uniform() < chance else alone
        found.append(row[at][count - 1])
    found.sort()
    mean = cents(Decimal(sum(found)) / draws * CENT)
    return Simulated(
        draws, seed, (fewest, most), chance_percent, _at(found, 10), _at(found, 50), _at(found, 90), mean, tuple(told)
    )


def _at(found: list[int], percent: int) -> Decimal:
    """The smallest amount that at least `percent` of the draws do not exceed."""
    return Decimal(found[max(math.ceil(len(found) * percent / 100) - 1, 0)]) * CENT


def _tables(request: Request) -> tuple[tuple[list[list[int]], list[list[int]]], list[str]]:
    """Cents after each session, for each price point: with the plan, and alone."""
    covered, alone = [], []
    told: list[str] = []
    for number in range(POINTS):
        offers = [_at_quantile(offer, (number + 0.5) / POINTS) for offer in request.offers]
        lines = lines_of(request.days, offers)
        charges, told = adjudicate(request.plan, lines, authorized=request.authorized)
        covered.append(_sums([session.sums.patient_owes for session in sessions_of(charges)]))
        if request.plan is not None:
            own, _ = adjudicate(None, lines)
            alone.append(_sums([session.sums.patient_owes for session in sessions_of(own)]))
        if all(offer.billed.is_point and offer.allowed.is_point for offer in request.offers):
            covered, alone = covered * POINTS, alone * POINTS
            break
    return (covered, alone), told


def _sums(amounts: list[Decimal]) -> list[int]:
    total, found = 0, []
    for amount in amounts:
        total += int(amount * 100)
        found.append(total)
    return found


def _at_quantile(offer: Offer, share: float) -> Offer:
    return offer._replace(billed=point(quantile(offer.billed, share)), allowed=point(quantile(offer.allowed, share)))


def quantile(price: Price, share: float) -> Decimal:
    """The price that `share` (0 to 1) of a triangular distribution does not exceed, in dollars."""
    low, typical, high = (float(end) for end in price)
    if low == high:
        return price.low
    split = (typical - low) / (high - low)
    if share <= split:
        value = low + math.sqrt(share * (high - low) * (typical - low))
    else:
        value = high - math.sqrt((1 - share) * (high - low) * (high - typical))
    return cents(Decimal(repr(value)))
