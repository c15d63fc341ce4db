"""Pages of agencies and pharmacy managers: what they fund, what they refuse, what must not be given beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.criteria.concurrent import find_concurrent
from ketacli.policy.criteria.detect import detect
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Reading


def _read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    return read_policy(read_document(path))


def _positions(reading: Reading) -> set[tuple[str, str, str]]:
    return {(one.treatment, one.indication, one.position) for one in reading.positions}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Esketamine nasal spray is not recommended, within its marketing authorisation, for treatment-resistant "
            "depression in adults who did not respond to two drugs in the current moderate depressive episode.",
            {("esketamine", "trd", "not_covered")},
        ),
        (
            "Esketamine is not routinely funded by the public health service for any indication.",
            {("esketamine", "any", "not_covered")},
        ),
        (
            "The board has been unable to recommend esketamine for treatment-resistant depression.",
            {("esketamine", "trd", "not_covered")},
        ),
        (
            "The agency can pay the reasonable costs of ketamine for chronic pain when these are shown: a pain "
            "specialist asks for it.",
            {("ketamine_any", "chronic_pain", "covered_with_criteria")},
        ),
        (
            "Spravato is considered not medically necessary because the plan covers other options for "
            "treatment-resistant depression and major depressive disorder.",
            {("esketamine", "trd", "not_medically_necessary"), ("esketamine", "mdd", "not_medically_necessary")},
        ),
    ],
)
def test_how_agencies_decide(tmp_path: Path, sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert _positions(_read(tmp_path, f"Coverage policy\n\n{sentence}\n")) == expected


def test_a_refused_manner_of_use_at_home_is_a_form_of_ketamine(tmp_path: Path) -> None:
    text = (
        "Ketamine policy\n\nWhat the fund will not pay for\n- ketamine lozenges for use at home\n"
        "- more than two courses of ketamine infusions in 12 months\n"
    )
    assert _positions(_read(tmp_path, text)) == {("ketamine_oral", "any", "not_covered")}


def test_a_refusal_may_be_headed_by_when(tmp_path: Path) -> None:
    text = (
        "Medical policy: esketamine\n\n1. Esketamine is medically necessary for treatment-resistant depression if two "
        "antidepressants have failed.\n2. When esketamine is not considered medically necessary: any use other than "
        "that above.\n"
    )
    assert ("esketamine", "any", "not_medically_necessary") in _positions(_read(tmp_path, text))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The member is not receiving electroconvulsive therapy (ECT), TMS, or vagus nerve stimulation",
         {"concurrent ECT", "concurrent TMS", "concurrent vagus nerve stimulation"}),
        ("No concurrent use of ketamine or MAO inhibitors", {"concurrent ketamine", "concurrent MAO inhibitor"}),
        ("The patient gets no ketamine at the same time", {"concurrent ketamine"}),
        ("The patient has not responded to ECT", set()),
        ("The patient did not respond to lithium taken together with ECT", set()),
        ("ECT need not be tried together with TMS", set()),
    ],
)  # fmt: skip
def test_treatments_that_must_not_be_given_beside(sentence: str, expected: set[str]) -> None:
    assert {found.text for found in find_concurrent(Passage(text=sentence, in_list=True))} == expected


def test_weeks_on_a_stable_drug_are_no_trial() -> None:
    passage = Passage(text="Stable on an oral antidepressant for at least two weeks", in_list=True)
    assert [found.type for found in detect(passage)] == ["concurrent_oral_antidepressant"]


def test_parts_of_a_cell_for_renewal_and_for_both_uses(tmp_path: Path) -> None:
    text = (
        "Prior authorization criteria\n\nPRODUCTS AFFECTED: SPRAVATO\n"
        "Covered Uses                   All FDA-approved indications.\n"
        "Required Medical Information   TRD: trial of two antidepressants. MDD with suicidal ideation: used with an "
        "oral antidepressant. Both: baseline PHQ-9 score.\n"
        "Age Restrictions               18 years of age or older\n"
        "Coverage Duration              12 months\n"
        "Other Criteria                 Renewal: improvement on the baseline scale.\n"
    )
    found = {(one.type, one.scope, one.indication) for one in _read(tmp_path, text).criteria}
    assert ("renewal_response", "renewal", "any") in found
    assert ("severity_scale", "initial", "any") in found


def test_a_contract_tells_whose_days_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(
        "Appeals. A member may file an appeal with the Contractor within sixty (60) calendar days from the date on the "
        "notice. The Contractor shall resolve standard appeals within thirty (30) calendar days of receipt. Within one "
        "hundred and twenty (120) calendar days of exhausting the Contractor's procedures, the member may request a "
        "State hearing.\n",
        encoding="utf-8",
    )
    appeals = read_policy(read_document(path)).appeals or {}
    days = ("internal_days", "decision_days_preservice", "state_hearing_days")
    assert [appeals[name] for name in days] == [60, 30, 120]


@pytest.mark.parametrize("label", ["approval criteria: ", "initial approval: "])
def test_an_age_is_no_length_of_an_approval(label: str) -> None:
    passage = Passage(text=f"{label}Recipient is 18 years or older", prefix=len(label), in_list=True)
    assert [found.type for found in detect(passage)] == ["age_min"]


def test_the_age_in_the_report_of_a_case_is_asked_of_nobody() -> None:
    passage = Passage(text="A 44-year-old female enrollee has requested coverage for ketamine infusions.")
    assert not [found for found in detect(passage) if found.type == "age_min"]


def test_how_a_memo_of_a_program_says_it(tmp_path: Path) -> None:
    text = (
        "Medicaid pharmacy program\n\nSPRAVATO (esketamine) nasal spray\nApproval criteria:\n"
        "- Recipient has treatment-resistant depression; AND\n"
        "- Recipient took two antidepressants and had an unsatisfactory response; AND\n- Initial PA for one month.\n\n"
        "Denial criteria:\n- Recipient abuses drugs or alcohol.\n\n"
        "Continuation criteria:\n- Recipient has at least 50% fewer symptoms against baseline.\n"
    )
    found = {(one.type, one.number, one.scope) for one in _read(tmp_path, text).criteria}
    assert {("approval_duration", 1, "initial"), ("no_substance_use", None, "initial")} <= found
    assert {("prior_trials", 2, "initial"), ("renewal_response", 50, "renewal")} <= found


def test_a_use_outside_an_approval_as_anesthetic_is_any_other_use(tmp_path: Path) -> None:
    text = "Ketamine policy\n\nAny other use of ketamine outside its approval as an anesthetic is not covered.\n"
    assert _positions(_read(tmp_path, text)) == {("ketamine_any", "any", "not_covered")}
