"""Decision grids: marks that a legend explains, several drugs and routes, numbered lists in their cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.legends import explains_mark, read_legend
from ketacli.policy.read import read_policy
from ketacli.policy.reading import Reading

LEGEND = {
    "quoted": '"P" means that the plan pays for the service when each point is on file. "X" means investigational. '
    '"NP" means not a benefit.',
    "equals": "P = payable with criteria; X = investigational; NP = not a benefit",
    "stands": "P stands for covered with prior authorization. X stands for experimental or investigational. "
    "NP stands for not covered.",
}
GRID = """<html><body><h1>Larkmoor Health Plan: Ketamine and Spravato Guideline</h1>
<h2>Grid of decisions</h2><p>{legend}</p>
<table><tr><th>Drug and use</th><th>Result</th><th>Points to be on file</th></tr>
<tr><td>1. Spravato<br>Treatment-resistant depression, first request</td><td>P</td><td>(a) Age 18 or older.<br>
(b) Failure of two antidepressants.<br>(c) Prescribed by a psychiatrist.</td></tr>
<tr><td>2. Ketamine, intravenous<br>Treatment-resistant depression, first request</td><td>P</td>
<td>(a) Age 25 or older.<br>(b) Spravato was tried without response.<br>(c) Failure of five antidepressants.</td></tr>
<tr><td>3. Ketamine, intravenous<br>Treatment-resistant depression, maintenance</td>
<td>NP</td><td>Series end here.</td></tr>
<tr><td>4. Ketamine, intravenous<br>PTSD, suicidal crisis in depression</td><td>X</td><td>Not applicable.</td></tr>
<tr><td>5. Ketamine, oral or intramuscular<br>Any mental disorder</td><td>NP</td><td>Not applicable.</td></tr>
<tr><td>6. Spravato<br>Any other use</td><td>X</td><td>Not applicable.</td></tr>
</table></body></html>"""
LIST = """<html><body><h1>Orchard Fund: Drugs With Rules</h1><h2>The list</h2>
<table><tr><th>Drug</th><th>Rules</th><th>Limits</th><th>Approval</th></tr>
<tr><td>Auvelity (dextromethorphan-bupropion) PA</td><td>Adults with depression after four antidepressants.</td>
<td>60 tablets per 30 days</td><td>12 months</td></tr>
<tr><td>Ketamine, compounded (troche, nasal spray, cream)</td><td>Not covered. Mixtures made from ketamine powder are
outside of the benefit for all diagnoses.</td><td>-</td><td>-</td></tr>
<tr><td>Ketamine vial</td><td>Paid without prior authorization when billed with anesthesia. Given by infusion for a
mental disorder it is investigational.</td><td>-</td><td>-</td></tr>
<tr><td>Spravato (esketamine) PA, QL</td><td>Treatment-resistant depression. All of these:<br>
1. 20 to 70 years of age.<br>
2. Two antidepressants failed.<br>3. Ordered by a psychiatrist.<br>4. REMS-certified clinic.<br>
Depression with acute suicidal ideation: rules 1, 3 and 4, and the member is in a hospital.<br>
All other uses: not covered.</td><td>One kit per visit</td><td>60 days</td></tr>
</table></body></html>"""


def _read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "policy.html"
    path.write_text(text, encoding="utf-8")
    return read_policy(read_document(path))


def _positions(reading: Reading) -> dict[tuple[str, str], str]:
    return {(one.treatment, one.indication): one.position for one in reading.positions}


@pytest.mark.parametrize("legend", LEGEND)
def test_marks_mean_what_the_legend_says(tmp_path: Path, legend: str) -> None:
    found = _positions(_read(tmp_path, GRID.format(legend=LEGEND[legend])))
    assert found["esketamine", "trd"] == "covered_with_criteria"
    assert found["ketamine_iv", "trd"] == "covered_with_criteria"
    assert found["ketamine_iv", "ptsd"] == found["ketamine_iv", "mdd_si"] == "experimental"
    assert found["ketamine_oral", "ocd"] == found["ketamine_im", "trd"] == "not_covered"
    assert found["esketamine", "any"] == "experimental"
    assert ("ketamine_any", "any") not in found


def test_items_of_a_cell_belong_to_their_row(tmp_path: Path) -> None:
    reading = _read(tmp_path, GRID.format(legend=LEGEND["quoted"]))
    ages = {(one.treatment, one.number) for one in reading.criteria if one.type == "age_min"}
    trials = {(one.treatment, one.number) for one in reading.criteria if one.type == "prior_trials"}
    assert ages == {("esketamine", 18), ("ketamine_iv", 25)}
    assert trials == {("esketamine", 2), ("ketamine_iv", 5)}


def test_explanation_of_a_mark_decides_nothing() -> None:
    assert explains_mark('"E/I" means experimental or investigational.')
    assert explains_mark("NC stands for not covered.")
    assert not explains_mark("This means that ketamine is not covered.")
    assert not explains_mark("Ketamine is experimental, which means that it is not paid.")


def test_legend_of_one_line(tmp_path: Path) -> None:
    path = tmp_path / "legend.txt"
    path.write_text('Legend\n\n"A" means that the plan approves the drug once all points are met.\n', encoding="utf-8")
    assert read_legend(build_outline(read_document(path))) == {"a": ("covered", True)}


def test_entry_in_a_list_of_drugs(tmp_path: Path) -> None:
    reading = _read(tmp_path, LIST)
    found = _positions(reading)
    assert found["esketamine", "trd"] == found["esketamine", "mdd_si"] == "covered_with_criteria"
    assert found["esketamine", "any"] == "not_covered"
    assert {found[f"ketamine_{route}", "any"] for route in ("oral", "intranasal", "topical")} == {"not_covered"}
    assert found["ketamine_iv", "trd"] == "experimental"
    assert found["ketamine_any", "anesthesia"] in ("covered", "covered_with_criteria")
    assert not [one for one in reading.criteria if one.number == 4 and one.type == "prior_trials"]
    assert {one.number for one in reading.criteria if one.type == "age_max"} == {70}


@pytest.mark.parametrize(
    "sentence",
    [
        "My neighbor's plan pays for ketamine drips. Why does mine not?",
        "My sister's insurance covers ketamine infusions for depression.",
        "A friend's employer plan approves IV ketamine for PTSD.",
        "Our cousin's policy covers ketamine lozenges.",
    ],
)
def test_plan_of_a_friend_decides_nothing(tmp_path: Path, sentence: str) -> None:
    path = tmp_path / "faq.txt"
    path.write_text(f"Alder Trust: Questions on Ketamine\n\n{sentence}\n", encoding="utf-8")
    assert not [one for one in read_policy(read_document(path)).positions if one.position.startswith("covered")]


STEPS = """<html><body><h1>Clinical Criteria: Spravato</h1>
<p>These criteria were adopted by the Drug Utilization Review Board under 42 CFR § 456.703.</p>
<h2>Who may get it</h2><p>A PA will be granted for treatment-resistant depression or for major depressive disorder with
acute suicidal ideation if the request passes all steps that are marked for that diagnosis.</p>
<table><tr><th>Step</th><th>What we look for</th><th>TRD</th><th>MDD with acute suicidal ideation</th></tr>
<tr><td>1</td><td>The member is at least 18 years old.</td><td>{yes}</td><td>{yes}</td></tr>
<tr><td>2</td><td>Failure of at least three antidepressants.</td><td>{yes}</td><td>{no}</td></tr>
<tr><td>3</td><td>A clinician found a risk that called for crisis care.</td><td>{no}</td><td>{yes}</td></tr>
</table>
<h2>Uses that are not paid for</h2><p>No PA is given for Spravato in bipolar disorder or PTSD.</p></body></html>"""


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Applies", "Does not apply"),
        ("X", ""),
        ("Yes", "No"),
        ("Required", "Not required"),
        ("✓", "–"),
        ("Applies", "N/A"),
    ],
)
def test_steps_marked_for_each_use(tmp_path: Path, yes: str, no: str) -> None:
    reading = _read(tmp_path, STEPS.format(yes=yes, no=no))
    assert reading.document.kind == "drug_policy"
    asked = {(one.type, one.indication) for one in reading.criteria if one.required}
    assert {("age_min", "any"), ("prior_trials", "trd"), ("other", "mdd_si")} <= asked
    assert not {one for one in asked if one in (("prior_trials", "any"), ("prior_trials", "mdd_si"), ("other", "trd"))}
    found = _positions(reading)
    assert found["esketamine", "trd"] == found["esketamine", "mdd_si"] == "covered_with_criteria"
    assert found["esketamine", "bipolar"] == found["esketamine", "ptsd"] == "not_covered"


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("No PA is given for Spravato in PTSD.", "not_covered"),
        ("No PA will be issued for Spravato in PTSD.", "not_covered"),
        ("PA is not granted for Spravato in PTSD.", "not_covered"),
        ("PA is given for Spravato in PTSD when two drugs failed.", "covered_with_criteria"),
    ],
)
def test_prior_authorization_by_its_letters(tmp_path: Path, sentence: str, position: str) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(f"Spravato Policy\n\nPolicy\n\n{sentence}\n", encoding="utf-8")
    assert _positions(read_policy(read_document(path))).get(("esketamine", "ptsd")) == position
