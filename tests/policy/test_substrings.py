"""The mask of a text tells which of the prepared substrings stand in it, and hides none that does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.policy.prepared import substrings
from ketacli.policy.substrings import ALWAYS, ANY_CASE, AS_WRITTEN, mask_of

LISTED = list(substrings())
WORDS = st.lists(st.sampled_from([*LISTED, "x", " ", "É"]), max_size=6)


@given(WORDS, st.sampled_from(LISTED))
def test_a_mask_meets_the_text_where_its_substring_stands(words, need):
    text = "".join(words)
    assert bool(mask_of([need]) & AS_WRITTEN[text]) == (need in text)


@given(WORDS, st.lists(st.sampled_from(LISTED), min_size=1, max_size=3))
def test_in_any_case_the_lower_case_of_the_text_counts(words, needs):
    text = " ".join(words)
    found = bool(mask_of(needs) & ANY_CASE[text.upper()])
    assert found == any(need in text.upper().lower() for need in needs) or not text.isascii()


@pytest.mark.parametrize("needs", [(), ("a substring that nobody has asked for",), (LISTED[0], "nor for this one")])
def test_what_is_not_looked_for_may_stand_anywhere(needs):
    assert mask_of(needs) == ALWAYS
    assert mask_of(needs) & AS_WRITTEN[""]
    assert mask_of(needs) & ANY_CASE["Spravato"]


def test_a_letter_that_another_case_hides_may_stand_for_any_substring():
    assert all(mask_of([need]) & ANY_CASE["ſpravato"] for need in LISTED[:50])
    assert mask_of(["spravato"]) & ANY_CASE["SPRAVATO"]
    assert not mask_of(["spravato"]) & AS_WRITTEN["SPRAVATO"]


def test_no_more_texts_are_kept_than_a_long_document_needs():
    for number in range(10_000):
        assert AS_WRITTEN[f"text {number}"] & ALWAYS
    assert len(AS_WRITTEN) < 9_000
