"""The interview asks only what could still change the result, and keeps unknown as unknown."""

from __future__ import annotations

from ketacli.eligibility.evaluate import check_patient
from ketacli.eligibility.interview import Interview, questions
from ketacli.eligibility.keys import KEYS
from tests.eligibility.build import criterion, reading

AGE = criterion("a", "age_min", number=18, comparison="at_least")
PSYCHIATRIST = criterion("b", "prescriber", text="psychiatrist")
ECT = criterion("c", "prior_failure_other", quote="a course of ECT has failed")


def start(read, **answers):
    def compare(patient):
        return [check_patient(read, patient, treatment="esketamine", indication="trd", renewal=False)]

    return Interview(compare=compare, answers=dict(answers))


def test_only_open_criteria_are_asked_for_in_the_humane_order():
    interview = start(reading(ECT, PSYCHIATRIST, AGE), age=40)
    asked = []
    while question := interview.next_question():
        asked.append(question.key)
        interview.answer(question.key, None)
    assert asked == ["prescriber_specialty", "ect_status", "ect_treatments"]
    assert interview.lists()[0].status == "unknown"


def test_nothing_is_asked_once_a_condition_fails():
    assert start(reading(AGE, PSYCHIATRIST), age=17).next_question() is None


def test_a_branch_that_is_not_needed_is_not_asked():
    read = reading(PSYCHIATRIST, ECT, tree={"any": ["b", "c"]})
    interview = start(read, prescriber_specialty="psychiatry")
    assert interview.next_question() is None
    assert interview.lists()[0].status == "meets"


def test_back_undoes_an_answer():
    interview = start(reading(AGE))
    interview.answer("age", 12)
    assert interview.lists()[0].status == "does_not_meet"
    assert interview.back() == "age"
    assert interview.next_question().key == "age"
    assert interview.back() is None


def test_every_question_has_a_key_that_the_answers_file_knows():
    assert {question.key.split(".")[0] for question in questions()} <= set(KEYS)
    assert len({question.key for question in questions()}) == len(questions())
