"""News on who pays: what one employer or plan has covered since, and what "most" insurers do."""

from __future__ import annotations

import pytest

from tests.policy.positions.reading import positions_of, said

HEAD = "Will ketamine be the next benefit?\n\nInsurers are slow. Employers are faster.\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Kessel Foundry, which employs 200 people, has covered ketamine-assisted therapy since last spring.",
            ("ketamine_assisted_psychotherapy", "any"),
        ),
        ("The company has covered ketamine infusions for PTSD since 2022.", ("ketamine_iv", "ptsd")),
        ("Our plan has paid for Spravato in treatment-resistant depression for years.", ("esketamine", "trd")),
        ("The fund has long covered Spravato for treatment-resistant depression since 2020.", ("esketamine", "trd")),
        ("We have covered ketamine infusions for CRPS for more than ten years.", ("ketamine_iv", "crps")),
    ],
)
def test_what_has_been_covered_since_is_in_force(text, found, tmp_path):
    positions = said(positions_of(text, tmp_path, "article", HEAD))
    assert positions.keys() == {found} and set(positions.values()) <= {"covered", "covered_with_criteria"}


@pytest.mark.parametrize(
    "text",
    [
        "Conventional insurers wait. Most call ketamine for depression investigational.",
        "Insurers differ: many consider ketamine infusion experimental for pain.",
        "Some cover Spravato for treatment-resistant depression.",
        "Carriers know the data, but most of them regard IV ketamine as unproven for PTSD.",
        "A few pay for ketamine infusions for CRPS.",
    ],
)
def test_most_and_some_are_no_payer(text, tmp_path):
    assert not positions_of(text, tmp_path, "article", HEAD)
