"""Many ways to say the same: each frame of `tests/data/policy/frames.txt` with several treatments and uses in it."""

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.positions.engine import find_positions
from tests.policy.positions.reading import said

FRAMES = Path(__file__).parents[2] / "data" / "policy" / "frames.txt"
PAIRS = (
    ("esketamine", "esketamine nasal spray", "ptsd", "PTSD"),
    ("ketamine_iv", "intravenous ketamine", "bipolar", "bipolar depression"),
    ("ketamine_iv", "ketamine infusion", "chronic_pain", "chronic pain"),
)
REFUSALS = {"not_covered", "experimental", "not_medically_necessary"}
COVERED = {"covered", "covered_with_criteria"}


def frames(kind):
    chosen, found = False, []
    for line in FRAMES.read_text("utf-8").splitlines():
        if line.startswith("["):
            chosen = line == f"[{kind}]"
        elif chosen and line:
            found.append(line)
    assert found, kind
    return found


def readings(frame, folder):
    """For each pair the words of the positions that the sentence gives, the pair's own first."""
    for treatment, drug, indication, use in PAIRS:
        sentence = frame.replace("TREATMENT", drug).replace("USE", use)
        path = folder / "frame.txt"
        path.write_text(
            f"Medical Policy: Ketamine and Esketamine\n\nPolicy\n\n{sentence[0].upper()}{sentence[1:]}\n", "utf-8"
        )
        document = read_document(path)
        rows = said(find_positions(document, build_outline(document), "medical_policy"))
        rows = {pair: word for pair, word in rows.items() if word != "not_addressed"}
        yield (treatment, indication), rows


@pytest.mark.parametrize("frame", frames("refused"))
def test_a_refusal_is_read_as_one(frame, tmp_path):
    for pair, rows in readings(frame, tmp_path):
        assert rows.keys() == {pair} and set(rows.values()) <= REFUSALS, rows


@pytest.mark.parametrize("frame", frames("not covered, or silent"))
def test_a_refusal_in_words_that_are_not_known_is_never_read_as_coverage(frame, tmp_path):
    for _, rows in readings(frame, tmp_path):
        assert not COVERED & set(rows.values()), rows


@pytest.mark.parametrize("frame", frames("covered"))
def test_coverage_is_read_as_such(frame, tmp_path):
    for pair, rows in readings(frame, tmp_path):
        assert rows.keys() == {pair} and set(rows.values()) <= COVERED, rows


@pytest.mark.parametrize("frame", frames("silent"))
def test_what_decides_nothing_gives_no_position(frame, tmp_path):
    for _, rows in readings(frame, tmp_path):
        assert not rows
