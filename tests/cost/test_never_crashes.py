"""Whatever stands in a plan file or a batch record: an answer or a named refusal, never another exception."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.cost.batch import Batch
from ketacli.cost.lines import Line
from ketacli.cost.plan_file import build_plan, parse_plan
from ketacli.cost.projection import adjudicate
from ketacli.cost.reading_keys import Table
from ketacli.errors import KetacliError

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**9),
    st.floats(),
    st.decimals(),
    st.text(max_size=8),
    st.dates(),
    st.lists(st.integers(), max_size=2),
    st.sampled_from(["01-01", "20%", "$1,500", "in", "none", "qmb"]),
)
WORDS = """name plan_year_start plan_year funding cover embedded hdhp grandfathered credits_across plan_type secondary
met monthly_premium in_network out_of_network savings_programme prior_authorization_penalty deductible_individual
deductible_family oop_max_individual oop_max_family coinsurance_percent specialist copay after_deductible not_covered
visit_limit maximum_per_prescription drug_deductible pharmacy deductible oop family visits as_of patient_pays programme
percent maximum amount coordination"""
KEYS = st.sampled_from(WORDS.split())
TABLES = st.recursive(ODD, lambda inner: st.dictionaries(KEYS, inner, max_size=6), max_leaves=25)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(KEYS, TABLES, max_size=8))
def test_any_tables_are_a_plan_or_a_named_refusal(values):
    line = Line(date(2026, 3, 2), "Visit", "specialist", "in", Decimal(100), Decimal(100))
    try:
        charges, _ = adjudicate(build_plan(Table(values, "plan.toml")), [line])
    except KetacliError as problem:
        assert "plan.toml" in problem.message
    else:
        assert charges[0].billed == charges[0].plan_paid + charges[0].secondary_paid + charges[0].patient_owes


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_plan_or_a_named_refusal(text):
    try:
        parse_plan(text, "plan.toml")
    except KetacliError as problem:
        assert "plan.toml" in problem.message


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5000), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
FIELDS = "id plan sessions start every dates allowed billed benefit network lines"
RECORD = st.sampled_from(FIELDS.split())


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(RECORD, JSON, max_size=8))
def test_any_record_is_answered(record):
    record.pop("plan", None) if isinstance(record.get("plan"), str) else None
    answers = list(Batch(None).run([json.dumps(record)]))
    assert len(answers) == 1
    assert ("error" in answers[0]) != ("totals" in answers[0])
