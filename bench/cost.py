"""Speed of the cost engine: a back office's batch, and a simulation. Seconds against seconds allowed, one core."""

from __future__ import annotations

import json
import random
import time
from datetime import date
from decimal import Decimal

from ketacli.cost.asking import Question, assemble
from ketacli.cost.batch import Batch
from ketacli.cost.engine import Request
from ketacli.cost.plan_file import parse_plan
from ketacli.cost.plan_writing import example
from ketacli.cost.prices import Price
from ketacli.cost.simulate import simulate

SERIES = 10_000
PER_SECOND = 2_000
DRAWS = 100_000


def records(count: int) -> list[str]:
    """Series of 6 to 30 sessions over changing dates and amounts; the same ones at each run."""
    rng = random.Random(11)
    return [
        json.dumps(
            {
                "id": number,
                "sessions": rng.choice([6, 8, 12, 21, 30]),
                "start": date(2026, rng.randint(1, 12), rng.randint(1, 28)).isoformat(),
                "every": rng.choice([3, 7, 14]),
                "allowed": rng.randint(30_000, 120_000) / 100,
                "benefit": "clinic_infusion",
            }
        )
        for number in range(count)
    ]


def run() -> list[tuple[str, float, float]]:
    """Label, seconds, seconds allowed."""
    lines = records(SERIES)
    start = time.perf_counter()
    answers = list(Batch(parse_plan(example(), "example")).run(lines))
    batch = time.perf_counter() - start
    assert len(answers) == SERIES
    assert not any("error" in answer for answer in answers)
    start = time.perf_counter()
    simulate(_series_of_56(), DRAWS, 1, fewest=34, chance_percent=None)
    drawn = time.perf_counter() - start
    return [
        (f"batch: {SERIES} series, {SERIES / batch:.0f} a second (seconds)", batch, SERIES / PER_SECOND),
        (f"simulate: {DRAWS} series of up to 56 sessions (seconds)", drawn, 10.0),
    ]


def _series_of_56() -> Request:
    found = assemble(Question(today=date(2026, 3, 2), sessions=56, every=7, allowed="900", benefit="clinic_infusion"))
    assert isinstance(found, Request)
    spread = Price(Decimal(600), Decimal(900), Decimal(1400))
    offer = found.offers[0]._replace(billed=spread, allowed=spread)
    return found._replace(offers=(offer,), plan=parse_plan(example(), "example"))
