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
