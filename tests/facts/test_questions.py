"""Free questions find the answer that fits, and say when there is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.facts import questions, subject

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("how much does a session cost?", "faq_cost_per_session"),
        ("What is the price of ketamine infusions", "faq_cost_per_session"),
        ("is ketamine approved by the FDA", "faq_fda_status"),
        ("what does off-label mean", "faq_off_label"),
        ("my insurance refused, what now", "faq_denied"),
        ("they say it is investigational", "faq_experimental"),
        ("Do I need prior auth?", "faq_prior_authorization"),
        ("how many antidepressants must I fail", "faq_step_therapy"),
        ("sucess rate of appeals", "faq_won_marketplace"),
        ("how long does a session take", "faq_how_long_session"),
        ("how many weeks of treatment", "faq_how_long_treatment"),
        ("can I drive afterwards", "faq_how_long_session"),
        ("can a veteran get ketamine", "faq_medicaid_va_cover"),
        ("J0013", "faq_codes"),
        ("what are the side effects", "faq_safety"),
        ("spravato savings card", "faq_copay_help"),
        ("I have thoughts of suicide", "faq_urgent"),
        ("what kind of insurance plan do I have", "faq_which_plan"),
        ("can I use my FSA", "faq_hsa"),
    ],
)
def test_the_nearest_answer_comes_first(asked, key):
    assert [each.key for each in questions.nearest(asked, TODAY).answers][:1] == [key]


@pytest.mark.parametrize(
    "asked",
    ["how do I bake a cake", "weather in Paris", "does my plan cover dental implants", "who won the cup", "???", ""],
)
def test_no_answer_is_better_than_a_wrong_one(asked):
    assert questions.nearest(asked, TODAY).answers == ()


@pytest.mark.parametrize("asked", ["I want to die", "i might kill myself", "suicidal", "self-harm", "better off dead"])
def test_words_of_danger_are_heard(asked):
    assert questions.is_crisis(asked)


@pytest.mark.parametrize("asked", ["what dies with the plan year", "deadline", "end my coverage", "killing time"])
def test_other_words_are_not_taken_for_danger(asked):
    assert not questions.is_crisis(asked)


def test_every_topic_has_answers_and_every_answer_a_known_topic():
    topics = {fact.get("topic") for fact in subject("questions")}
    assert topics == set(questions.TOPICS)


@pytest.mark.parametrize("day", [date(2025, 6, 1), TODAY, date(2027, 2, 1), date(2035, 1, 1)])
def test_every_figure_in_an_answer_exists_on_any_day(day):
    for each in questions.everything(day).answers:
        assert each.answer
        assert not any(sign in paragraph for paragraph in each.answer for sign in "{}")
        assert each.sources


def test_figures_come_from_the_other_subjects():
    answer = questions.nearest("how much does a session cost", TODAY).answers[0]
    assert "$400 to $800" in answer.answer[0]
    unpublished = questions.nearest("Does Medicare cover Spravato?", date(2027, 3, 1)).answers[0]
    assert "not published yet" in unpublished.answer[0]


@given(st.text(max_size=80))
def test_any_text_is_answered_or_not_without_failing(asked):
    questions.is_crisis(asked)
    found = questions.nearest(asked, TODAY, limit=2).answers
    assert len(found) <= 2
