"""Statements of a form that end in a question mark, with "Yes" and "No" on the lines below them."""

from __future__ import annotations

FORM = """Spravato Nasal Spray
Prior Authorization Request Form

Clinical Information
Spravato is prescribed by or in consultation
with a psychiatric provider?
Yes
No
Member does not have an active substance use disorder?
Yes
No
The member likes the clinic?
"""


def test_they_are_criteria(reading):
    found = {one.type for one in reading(FORM)[0]}
    assert {"prescriber", "no_substance_use"} <= found


def test_without_answers_nothing_is_asked(reading):
    found = {one.type for one in reading(FORM.replace("Yes\nNo\n", ""))[0]}
    assert "no_substance_use" not in found
