"""Headings that refuse in a clause of their own, lists some way below them, and cells that reach down over rows."""

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions
from tests.policy.positions.reading import said

SPRAY = "Prior Authorization Criteria: Spravato (esketamine) nasal spray\n\n"


def read(text, folder, suffix="txt", kind="medical_policy"):
    path = folder / f"passage.{suffix}"
    path.write_text(text, "utf-8")
    document = read_document(path)
    rows = said(find_positions(document, build_outline(document), kind))
    return {pair: position for pair, position in rows.items() if position != "not_addressed" and pair[0] != "other"}


@pytest.mark.parametrize(
    "heading",
    [
        "Section II. When Spravato will not be authorized",
        "When we will not approve Spravato",
        "4. Where esketamine is not covered",
        "Uses for which Spravato is not approved",
        "Situations when Spravato is not medically necessary",
    ],
)
def test_a_heading_refuses_the_uses_under_it(heading, tmp_path):
    rows = read(f"{SPRAY}{heading}\n\n1. PTSD.\n2. Bipolar depression.\n3. Take-home use of the device.\n", tmp_path)
    assert set(rows) == {("esketamine", "ptsd"), ("esketamine", "bipolar")}
    assert "covered" not in rows.values()


def test_a_heading_that_covers_in_a_clause_gives_nothing_to_its_list(tmp_path):
    assert not read(f"{SPRAY}When we cover Spravato\n\n1. PTSD.\n2. Bipolar depression.\n", tmp_path)


@pytest.mark.parametrize(
    "state",
    ["The member has a substance use disorder.", "Active substance use disorder.", "History of bipolar disorder."],
)
def test_a_state_of_the_person_is_no_use_refused(state, tmp_path):
    rows = read(f"{SPRAY}When Spravato is not covered\n\n1. {state}\n2. PTSD.\n", tmp_path)
    assert set(rows) == {("esketamine", "ptsd")}


SERVICES = "Services we do not cover\n\n{between}\n\n1. Cosmetic surgery.\n2. Ketamine lozenges or nose sprays.\n"


@pytest.mark.parametrize(
    "between",
    [
        "The State does not let us pay for some services. If you get one of these, you may have to pay the bill.",
        "We may not pay for everything. The list below is part of your contract.",
    ],
)
def test_what_stands_between_heading_and_list_may_repeat_the_refusal(between, tmp_path):
    rows = read(SERVICES.format(between=between), tmp_path, kind="plan_document")
    assert rows == {("ketamine_oral", "any"): "not_covered", ("ketamine_intranasal", "any"): "not_covered"}


def test_a_lead_in_that_decides_otherwise_keeps_its_list(tmp_path):
    between = "Esketamine is covered. It is for the following:"
    text = f"Services we do not cover\n\n{between}\n\n- treatment-resistant depression\n"
    assert read(text, tmp_path, kind="plan_document").get(("esketamine", "trd")) != "not_covered"


SPANNED = """<!DOCTYPE html><html><body><h1>Ketamine and Esketamine Outside of Anesthesia</h1>
<h2>Positions</h2><table>
<thead><tr><th>Service</th><th>Condition</th><th>Position</th></tr></thead><tbody>
<tr><td rowspan="2">Esketamine nasal spray</td><td>Treatment-resistant depression</td>
<td>Medically necessary if Part 1 is met</td></tr><tr><td>Any other condition</td><td>Investigational</td></tr>
<tr><td rowspan="2">Ketamine by intravenous infusion</td><td>Chronic pain</td><td>Investigational</td></tr>
<tr><td>Migraine</td><td>Not covered</td></tr>
<tr><td rowspan="2">Transcranial magnetic stimulation</td><td>Depression</td><td>Covered if Part 4 is met</td></tr>
<tr><td>Obsessive-compulsive disorder</td><td>Covered if Part 5 is met</td></tr>
<tr><td>Ketamine lozenges</td><td>Any</td><td>Not covered</td></tr></tbody></table></body></html>"""


def test_a_cell_that_spans_rows_names_their_treatment(tmp_path):
    assert read(SPANNED, tmp_path, "html") == {
        ("esketamine", "trd"): "covered_with_criteria",
        ("esketamine", "any"): "experimental",
        ("ketamine_iv", "chronic_pain"): "experimental",
        ("ketamine_iv", "migraine"): "not_covered",
        ("ketamine_oral", "any"): "not_covered",
    }


def test_a_table_of_places_says_nothing_of_the_treatment(tmp_path):
    table = "# Where you may be treated\n\n| Place | Spravato | Ketamine for CRPS |\n|---|---|---|\n"
    assert not read(f"{table}| Your home or a hotel | Not covered | Not covered |\n", tmp_path, "md")


@pytest.mark.parametrize(
    "chapter",
    [
        "5. Mental health and substance use",
        "Behavioral Health & Addiction",
        "Substance use disorder services and benefits",
    ],
)
@pytest.mark.parametrize("before", ["", "Student Handbook\n\n1. Who may join\n\nStudents.\n\n2. Doctors\n\nAny.\n\n"])
def test_a_chapter_on_a_kind_of_care_names_no_use(chapter, before, tmp_path):
    text = (
        f"{before}{chapter}\n\nThe Plan covers Spravato for treatment-resistant depression if approved first.\n\n"
        "Approval is given for 6 months at first and for 12 months when it is renewed.\n"
    )
    assert read(text, tmp_path, kind="plan_document").keys() == {("esketamine", "trd")}
