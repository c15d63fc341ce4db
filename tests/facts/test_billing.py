"""Codes on a day of service, on both sides of each edge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ketacli.facts.billing import look_up_codes


def one(code: str, day: date, setting=None):
    return look_up_codes([code], None, day, setting).codes[0]


@pytest.mark.parametrize(
    ("code", "day", "valid", "instead"),
    [
        ("S0013", date(2025, 12, 31), "yes", ()),
        ("S0013", date(2026, 1, 1), "no", ("J0013",)),
        ("S0013", date(2025, 1, 1), "yes", ()),
        ("S0013", date(2019, 1, 1), "unknown", ()),
        ("J0013", date(2025, 12, 31), "no", ("S0013",)),
        ("J0013", date(2026, 1, 1), "yes", ()),
        ("G2082", date(2019, 12, 31), "no", ()),
        ("G2082", date(2020, 1, 1), "yes", ()),
        ("G2083", date(2026, 12, 31), "yes", ()),
        ("G2083", date(2027, 1, 1), "unknown", ()),
        ("99213", date(2026, 7, 1), "yes", ()),
        ("99213", date(2027, 1, 1), "unknown", ()),
        ("99354", date(2022, 12, 31), "yes", ()),
        ("99354", date(2023, 1, 1), "no", ()),
        ("J2249", date(2026, 7, 1), "no", ()),
        ("J3000", date(2026, 7, 1), "no", ()),
        ("F33.2", date(2026, 9, 30), "yes", ()),
        ("F33.2", date(2026, 10, 1), "unknown", ()),
        ("F33.4", date(2026, 9, 30), "no", ("F33.40", "F33.41", "F33.42")),
        ("Z91.510", date(2026, 9, 30), "no", ("Z91.51",)),
        ("99999", date(2026, 7, 1), "unknown", ()),
    ],
)
def test_validity_on_a_day(code, day, valid, instead):
    found = one(code, day)
    assert (found.valid, found.instead) == (valid, instead)
    assert found.why


def test_the_fee_names_its_file_and_follows_the_setting():
    both = one("G2083", date(2026, 11, 25))
    assert both.amounts == {"office": Decimal("1356.08"), "facility": Decimal("31.06")}
    assert "July 2026" in (both.amount_file or "")
    assert one("G2083", date(2026, 11, 25), "facility").amounts == {"facility": Decimal("31.06")}
    assert one("G2083", date(2027, 1, 1)).amounts == {}
    assert one("G2083", date(2025, 12, 31)).amounts == {}


def test_what_bundles_is_warned_of():
    found = look_up_codes(["G2083", "99213"], None, date(2026, 11, 25), None)
    assert any("99213" in each for each in found.warnings)
    assert look_up_codes(["G2083", "90834"], None, date(2026, 11, 25), None).warnings == ()


@pytest.mark.parametrize(
    ("treatment", "there", "absent"),
    [
        ("esketamine", {"G2082", "G2083", "J0013", "S0013"}, {"J3490", "96365", "J2249"}),
        ("ketamine_iv", {"J3490", "96365", "J2249"}, {"G2083", "J0013", "96369"}),
        ("ketamine_any", {"J3490", "96365", "96369", "96372"}, {"G2083", "J0013", "F33.2"}),
    ],
)
def test_codes_of_a_treatment(treatment, there, absent):
    codes = {each.code for each in look_up_codes([], treatment, date(2026, 11, 25), None).codes}
    assert there <= codes
    assert not absent & codes


def test_spelling_of_a_code_does_not_matter():
    assert one("f332", date(2026, 5, 1)).code == "F33.2"
    assert one("50458002803", date(2026, 5, 1)).valid == "yes"
