"""What the figures say, checked against their own arithmetic and against each other."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest

from ketacli import facts
from ketacli.policy.reading import Indication, Treatment

CENT = Decimal("0.01")
TODAY = date(2026, 11, 25)
TREATMENTS = set(Treatment.__args__)
INDICATIONS = set(Indication.__args__)


def test_sessions_of_half_a_year_and_a_year_follow_from_the_schedule():
    first = facts.value("esketamine_trd_induction", on=TODAY).value
    second = facts.value("esketamine_trd_weeks_5_to_8", on=TODAY).value
    rhythm = facts.fact("esketamine_trd_maintenance").get("sessions_per_week")
    for weeks, key in ((26, "esketamine_trd_sessions_26_weeks"), (52, "esketamine_trd_sessions_52_weeks")):
        rest = weeks - 8
        expected = {name: first + second + int(rest * Decimal(rhythm[name])) for name in ("low", "high")}
        assert facts.value(key, on=TODAY).value == expected


@pytest.mark.parametrize("code", ["G2082", "G2083"])
def test_a_fee_is_its_relative_value_times_the_conversion_factor(code):
    fee = facts.fact(f"mpfs_{code}")
    amounts = fee.on(TODAY).value
    for place, rvu in fee.get("rvu").items():
        assert (rvu * fee.get("conversion_factor")).quantize(CENT, ROUND_HALF_UP) == amounts[place]
    share = facts.value(f"medicare_share_{code.lower()}", on=TODAY).value
    assert share == (amounts["office"] * Decimal("0.20")).quantize(CENT, ROUND_HALF_UP)


def test_every_code_with_a_fee_is_a_code_that_we_explain():
    known = {fact.get("code") for fact in facts.subject("codes")}
    fees = {fact.get("code") for fact in facts.subject("fee_schedule") if fact.key.startswith("mpfs_")}
    assert fees - known == {"conversion factor"}


def test_a_range_is_in_order():
    for name in facts.names():
        for fact in facts.subject(name):
            for entry in fact.history:
                if isinstance(entry.value, dict) and {"low", "high"} <= set(entry.value):
                    inner = [entry.value[each] for each in ("low", "typical", "high") if each in entry.value]
                    assert inner == sorted(inner), fact.key


def test_severity_bands_cover_the_range_without_gap_or_overlap():
    for fact in facts.subject("scales"):
        bands = fact.get("bands")
        if not bands:
            continue
        assert (bands[0]["low"], bands[-1]["high"]) == (fact.get("range")["low"], fact.get("range")["high"])
        assert all(lower["high"] + 1 == upper["low"] for lower, upper in pairwise(bands)), fact.key


def test_plan_figures_for_a_family_are_never_below_those_for_one():
    plan = facts.subject("plan_year")
    for key in plan.facts:
        if key.endswith("_individual"):
            family = plan[key.replace("_individual", "_family")]
            for entry in plan[key].history:
                if entry.since and entry.value is not None:
                    assert family.on(entry.since).value >= plan[key].on(entry.since).value


@pytest.mark.parametrize(
    ("treatment", "indication"),
    [("esketamine", "trd"), ("ketamine_iv", "ptsd"), ("ketamine_iv", "mdd")],
)
def test_where_there_is_evidence_against_it_is_shipped(treatment, indication):
    found = facts.subject("evidence").where(treatment=treatment, indication=indication)
    assert any(fact.get("direction") == "against" for fact in found)


def test_what_a_letter_may_lead_with_argues_for_and_has_numbers():
    for fact in facts.subject("evidence"):
        if fact.get("letter") == "lead":
            assert fact.get("direction") == "for"
            assert fact.settled
            assert fact.get("numbers")
            assert fact.get("limits")
        if fact.get("letter") == "counter":
            assert fact.get("direction") == "against"


def test_no_letter_may_claim_less_suicide():
    for fact in facts.subject("evidence").where(indication="mdd_si", treatment="esketamine"):
        assert "not better than with placebo" in fact.get("limits")
        assert "suicid" in fact.get("limits")


def test_guidelines_against_are_never_cited_in_favour():
    for fact in facts.subject("guidelines"):
        assert (fact.get("stance") == "against") == (fact.get("letter") in ("never", "counter"))


def test_treatments_and_indications_are_words_of_the_contract():
    for name in ("evidence", "dosing", "label", "prices"):
        for fact in facts.subject(name):
            assert fact.get("treatment") in TREATMENTS, fact.key
            assert fact.get("indication", "any") in INDICATIONS, fact.key
    for fact in facts.subject("guidelines"):
        assert set(fact.get("treatments")) <= TREATMENTS
        assert set(fact.get("indications")) <= INDICATIONS


def test_a_borderline_dose_encloses_the_figure():
    for fact in facts.subject("antidepressants"):
        border, least = fact.get("borderline"), fact.on(TODAY).value
        if border:
            assert border["low"] < border["high"]
            assert border["low"] <= least <= border["high"]
        if fact.get("role") == "antidepressant":
            assert least


def test_no_brand_belongs_to_two_drugs():
    seen: dict[str, str] = {}
    for fact in facts.subject("antidepressants"):
        for brand in fact.get("brands", ()):
            assert seen.setdefault(brand.lower(), fact.key) == fact.key, brand


def test_sentences_are_sentences():
    for name in facts.names():
        for fact in facts.subject(name):
            assert fact.sentence[0].isupper() or not fact.sentence[0].isalpha(), fact.key
            assert fact.sentence.endswith((".", "!", "?")), fact.key
            assert not re.search(r"[{}]|  ", fact.sentence), fact.key


def test_telephone_numbers_are_whole():
    for name in ("assistance", "advocacy"):
        for fact in facts.subject(name):
            phone = fact.get("phone", "988")
            assert phone == "988" or re.fullmatch(r"(1-)?\d{3}-\d{3}-\d{4}", phone), fact.key


def test_the_crisis_line_is_there():
    assert facts.fact("help_988").get("phone") == "988"


def test_unsettled_facts_are_few_and_say_so():
    unsettled = [fact.key for name in facts.names() for fact in facts.subject(name) if not fact.settled]
    total = sum(len(facts.subject(name).facts) for name in facts.names())
    assert unsettled
    assert len(unsettled) < total / 10
