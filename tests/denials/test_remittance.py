"""X12 835: read by pyx12, balanced to the cent, a provider's dispute and never a member's appeal."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.denials import read_denial, read_remittance
from ketacli.denials.x12 import BrokenRemittance, NotARemittance, is_x12

CLAIM = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260901*1200*^*00501*000000001*0*P*:~"
    "GS*HP*SENDER*RECEIVER*20260901*1200*1*X*005010X221A1~ST*835*0001~BPR*I*{paid}*C*ACH************20260901~"
    "TRN*1*T-1*1999999999~N1*PR*HERON HEALTH~N1*PE*OWL CREEK PSYCHIATRY~LX*1~"
    "CLP*ACC-1*{status}*{charge}*{paid}*{patient}*12*CLAIM-1~{claim_cas}NM1*QC*1*NETTLEBED*ZELDA****MI*W1~"
    "SVC*HC:G2083*{charge}*{paid}**1~DTM*472*20260803~{line_cas}AMT*B6*{charge}~SE*14*0001~GE*1*1~IEA*1*000000001~"
)


def remittance(**parts: str) -> bytes:
    known = {"charge": "100.00", "paid": "60.00", "patient": "0", "status": "1", "claim_cas": "", "line_cas": ""}
    return CLAIM.format(**(known | parts)).encode()


def test_a_claim_that_balances():
    found = read_remittance(remittance(line_cas="CAS*CO*45*40~"), "x")
    assert found.eob is not None
    assert (found.eob["balances"], found.eob["difference"], found.eob["finding"]) == (True, 0, "balanced")
    assert found.dispute is None


@given(st.integers(min_value=-500_00, max_value=500_00))
def test_the_difference_is_found_to_the_cent(cents):
    adjusted = Decimal(4000 - cents) / 100
    found = read_remittance(remittance(line_cas=f"CAS*CO*45*{adjusted:.2f}~"), "x")
    assert found.eob is not None
    assert found.eob["difference"] == cents
    assert found.eob["balances"] is (cents == 0)


def test_a_denied_line_is_a_providers_dispute():
    found = read_remittance(remittance(paid="0", status="4", line_cas="CAS*CO*197*100~LQ*HE*MA130~"), "x")
    assert found.dispute == "provider_dispute"
    assert found.act_by is None
    assert found.denial is not None
    assert found.denial["reasons"] == ["no_prior_authorization"]
    assert found.denial["decision"] == "denied"
    steps = " ".join(found.next_steps)
    assert "provider's dispute" in steps
    assert "MA130" in steps
    assert "may not be billed to the patient" in steps


def test_cost_sharing_is_no_denial():
    found = read_remittance(remittance(line_cas="CAS*PR*1*30**2*10~"), "x")
    assert found.denial is not None
    assert found.denial["is_denial"] is False
    assert found.eob is not None
    assert found.eob["totals"]["deductible"] == 30.0
    assert found.eob["totals"]["coinsurance"] == 10.0


def test_what_is_no_remittance():
    eligibility = remittance().replace(b"ST*835", b"ST*271")
    with pytest.raises(NotARemittance):
        read_remittance(eligibility, "x")
    with pytest.raises(BrokenRemittance):
        read_remittance(remittance()[:140], "x")
    assert not is_x12(b"Dear member, STOP")
    assert is_x12(b"ST*835*1234~BPR*I*1~")


def test_a_bare_transaction_set_is_read_and_said_to_be_bare():
    bare = remittance(line_cas="CAS*CO*45*40~").split(b"~", 2)[2].rsplit(b"GE*", 1)[0]
    found = read_remittance(bare, "x")
    assert found.eob is not None and found.eob["balances"] is True
    assert any("envelope" in warning for warning in found.warnings)


BALANCE = {
    "moov_835_sample1.txt": 1,
    "moov_835_sample2.txt": -100200,
    "lfh_cob-contractural-adjustment.835": 0,
    "lfh_managed-care.835": 0,
    "lfh_medicare-part-a.835": 0,
    "lfh_secondary-payment.835": 0,
    "lfh_tertiary-payment.835": 0,
    "keiron_blue_cross_nc_sample.txt": 0,
    "keiron_emedny_sample.txt": 0,
    "keiron_united_healthcare_legacy_sample.txt": 0,
}


@pytest.mark.parametrize(("name", "cents"), BALANCE.items())
def test_files_that_no_one_here_wrote(gold, name, cents):
    found = read_denial(gold / "x12" / name)
    assert found.eob is not None
    assert found.eob["difference"] == cents
    assert found.eob["finding"] == ("balanced" if cents == 0 else "lines_do_not_add_up")


@pytest.mark.parametrize("name", ["lfh_subscriber-health-benefit-check.271", "lfh_dependent-health-benefit-check.271"])
def test_eligibility_answers_are_refused_by_name(gold, name):
    with pytest.raises(NotARemittance, match="271"):
        read_denial(gold / "x12" / name)


@pytest.mark.parametrize(
    "name", ["keiron_blue_cross_nc_sample", "keiron_emedny_sample", "keiron_united_healthcare_legacy_sample"]
)
def test_the_expected_tables_are_reproduced(gold, name):
    with Path(gold / "x12" / f"{name}.expected.csv").open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    rows = read_denial(gold / "x12" / f"{name}.txt").table
    assert len(rows) == len(expected)
    for row, wanted in zip(rows, expected, strict=True):
        wrong = {key: (value, row.get(key)) for key, value in wanted.items() if key and not _same_cell(key, value, row)}
        assert not wrong


def _same_cell(key: str, value: str, row: dict[str, object]) -> bool:
    said = row.get(key)
    if key.startswith("adj_"):
        # The expected tables keep the first of several adjustments in one CAS segment; ours keeps them all.
        kind = key.split("_")[2]
        return not value or any(_cell(row.get(f"adj_{index}_{kind}")) == _number(value) for index in range(6))
    return _cell(said) == _number(value)


def _cell(said: object) -> object:
    return "" if said is None else _number(str(said))


def _number(text: str) -> object:
    try:
        return Decimal(text).normalize()
    except ArithmeticError:
        return text
