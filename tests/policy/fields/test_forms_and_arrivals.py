"""The day from which a form is used, and windows that count from the arrival of a letter."""

from __future__ import annotations

import pytest

from ketacli.policy.fields import find_appeals
from ketacli.policy.fields.identity import effective_date
from tests.policy.fields.helpers import document


@pytest.mark.parametrize(
    "text", ["Use from: 03/01/2026", "Use on and after March 1, 2026", "Use this form from 03/01/2026"]
)
def test_a_form_is_in_force_from_the_day_of_its_use(text):
    found = effective_date(document(f"Spravato Prior Authorization Request\n\nForm 12\n{text}\n")[0])
    assert found is not None
    assert found[0] == "2026-03-01"


def test_the_day_on_which_a_letter_arrives_is_its_receipt():
    text = "Appeals\n\nYou can appeal within 180 days of the day the denial letter arrives.\n"
    found = find_appeals(*document(text)) or {}
    assert (found["internal_days"], found["internal_from"]) == (180, "receipt")
