"""What single sentences ask for, as payers write them: `tests/data/policy/criteria.txt`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.policy.criteria.conftest import read

TABLE = Path(__file__).parents[2] / "data" / "policy" / "criteria.txt"
OPENING = "Spravato (esketamine)\n\nSpravato is medically necessary for treatment-resistant depression when "
PROSE = (
    "Spravato (esketamine)\n\nThe plan covers Spravato for treatment-resistant depression under the terms of "
    "this policy.\n\n{}\n"
)
PLACES = {
    "list": OPENING + "all of the following are met:\n\n- The requested quantity is within the label\n- {}\n",
    "renewal": OPENING
    + "the criteria are met.\n\nRenewal criteria\n\nRenewal is approved when all of the following are met:\n\n"
    "- The member has no new complaint\n- {}\n",
    "prose": PROSE,
    "nothing": PROSE,
}


def rows():
    """(place, what is asked, sentence) of each line."""
    place = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            place = line[3:].split(":")[0]
        elif " :: " in line and not line.startswith("#"):
            asked, sentence = line.split(" :: ", 1)
            yield pytest.param(place, asked, sentence, id=sentence[:60])


def wanted(asked):
    """Type, number, unit or None, required."""
    found = []
    for part in [] if asked == "-" else asked.split(";"):
        words = part.split()
        required = words[0] != "not"
        kind, number, unit = [*words[0 if required else 1 :], None, None][:3]
        found.append((kind, float(number) if number else None, unit, required))
    return found


@pytest.mark.parametrize(("place", "asked", "sentence"), list(rows()))
def test_what_a_sentence_asks_for(place, asked, sentence):
    asked_for = wanted(asked)
    units = {kind for kind, _, unit, _ in asked_for if unit}
    criteria, _, _ = read(PLACES[place].format(sentence).encode(), "policy.txt")
    told = [
        (row.type, row.number if row.required else None, row.unit if row.type in units else None, row.required)
        for row in criteria
        if row.type != "other" and row.required is not None
    ]
    assert Counter(told) == Counter(asked_for)
