"""Each passage of tests/data/policy/positions.txt is read as a careful reader reads it."""

import re
from pathlib import Path

import pytest

from tests.policy.positions.reading import positions_of, said

DATA = Path(__file__).parents[2] / "data" / "policy" / "positions.txt"
WORDS = {
    "exp": "experimental",
    "cc": "covered_with_criteria",
    "co": "covered",
    "nc": "not_covered",
    "nmn": "not_medically_necessary",
}
KINDS = {"@letter": "denial_letter", "@plan": "plan_document"}
WIDER = {"crps": ["chronic_pain"], "trd": ["mdd"], "mdd_si": ["mdd"]}
ROUTES = ("ketamine_iv", "ketamine_im", "ketamine_sc", "ketamine_oral", "ketamine_intranasal")


def cases():
    lines = [line for line in DATA.read_text("utf-8").splitlines() if not line.startswith("# ")]
    return "\n".join(lines).strip().split("\n---\n")


def parsed(case):
    lines = [line for line in case.splitlines() if line.strip()]
    kind = next((KINDS[line] for line in lines if line in KINDS), "medical_policy")
    answers = next(line for line in lines if line.startswith("="))[1:].split()
    body = "\n\n".join(line for line in lines if not line.startswith(("=", "@")))
    wanted = {tuple(pair.split("/")): WORDS[word] for pair, word in (answer.split("=") for answer in answers)}
    return kind, re.sub(r"\n\n(- )", r"\n\1", body), wanted


def asked(rows, treatment, indication):
    """The record that answers a question, by the steps of docs/reading.md."""
    for drug in [treatment] + ["ketamine_any"] * (treatment in ROUTES):
        for use in [indication, *WIDER.get(indication, []), "any"]:
            if (drug, use) in rows:
                return rows[drug, use]
    return None


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.splitlines()[0][:60])
def test_a_passage_is_read_as_a_careful_reader_reads_it(case, tmp_path):
    kind, body, wanted = parsed(case)
    found = positions_of(body, tmp_path, kind)
    rows = said(found)
    assert {pair: asked(rows, *pair) for pair in wanted} == wanted
    surplus = [
        one for one in found if not one.inferred and asked(wanted, one.treatment, one.indication) != one.position
    ]
    assert not surplus


def test_nothing_is_called_covered_where_nothing_is_wanted(tmp_path):
    for case in cases():
        kind, body, wanted = parsed(case)
        if not wanted:
            assert not positions_of(body, tmp_path, kind), body
