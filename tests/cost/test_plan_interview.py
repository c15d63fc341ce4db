"""The interview about a plan, with a person played by a list of answers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ketacli.console.ask import Back, Leave
from ketacli.console.plan_interview import conduct
from ketacli.cost.plan_file import parse_plan
from ketacli.cost.plan_questions import QUESTIONS, accept, missing, nested
from ketacli.cost.plan_writing import from_answers


class Person:
    """Answers from a table of keys; what is not in it is "I don't know"."""

    def __init__(self, answers, *, leave_at=None, back_once_at=None):
        self.answers, self.leave_at, self.back_once_at = answers, leave_at, back_once_at
        self.by_text = {question.ask: question for question in QUESTIONS}
        self.asked = []

    def choose(self, text, choices):
        said = self._said(text)
        return None if said is None else {str(value): value for _, value in choices}[str(said)]

    def line(self, text, accept):
        said = self._said(text)
        return None if said is None else accept(said)

    def _said(self, text):
        key = self.by_text[text].key
        self.asked.append(key)
        if key == self.leave_at:
            raise Leave
        if key == self.back_once_at:
            self.back_once_at = None
            raise Back
        return self.answers.get(key)


ANSWERS = {
    "name": "Kitchen table",
    "plan_year_start": "7-1",
    "cover": "self",
    "hdhp": False,
    "funding": "insured",
    "in_network.deductible_individual": "$1,500",
    "in_network.oop_max_individual": "6500",
    "in_network.coinsurance_percent": "20",
    "_in_network.mental_health_outpatient": "copay",
    "in_network.mental_health_outpatient.copay": "35",
    "in_network.mental_health_outpatient.after_deductible": False,
    "_in_network.clinic_infusion": "none",
    "_out": False,
    "met.deductible": "600",
    "met.oop": "600",
}


def test_answers_become_a_plan():
    person = Person(ANSWERS)
    answers, finished = conduct(person)
    assert finished
    plan = parse_plan(from_answers(answers), "plan.toml")
    assert plan.plan_year_start == (7, 1)
    assert plan.tiers["in"].limits.deductible_individual == 1500
    assert plan.tiers["in"].rows["mental_health_outpatient"].copay == 35
    assert plan.tiers["in"].rows["clinic_infusion"].not_covered
    assert "out" not in plan.tiers
    assert plan.met.any_network.deductible == 600
    assert not any(key.startswith("out_of_network") or "family" in key for key in person.asked)


def test_what_is_not_known_is_named_in_the_file():
    answers, _ = conduct(Person({key: ANSWERS[key] for key in ANSWERS if key != "met.oop"}))
    assert "# not known: met.oop" in from_answers(answers)


def test_the_way_back_asks_the_question_before():
    person = Person(ANSWERS, back_once_at="hdhp")
    conduct(person)
    at = person.asked.index("hdhp")
    assert person.asked[at : at + 3] == ["hdhp", "cover", "hdhp"]


def test_stopping_keeps_the_answers():
    answers, finished = conduct(Person(ANSWERS, leave_at="funding"))
    assert not finished
    assert answers["name"] == "Kitchen table"


def test_typed_values_are_checked_with_words():
    money = next(question for question in QUESTIONS if question.kind == "money")
    assert accept(money, "$1,500") == Decimal("1500.00")
    with pytest.raises(ValueError, match="negative"):
        accept(money, "-5")
    month = next(question for question in QUESTIONS if question.kind == "month_day")
    with pytest.raises(ValueError, match="01-01"):
        accept(month, "31-12")


def test_keys_nest_and_are_unique():
    assert nested({"a.b.c": 1, "a.d": None, "_x.y": "none", "_z": True}) == {
        "a": {"b": {"c": 1}},
        "x": {"y": {"not_covered": True}},
    }
    keys = [question.key for question in QUESTIONS]
    assert len(keys) == len(set(keys))
    assert "in_network.deductible_individual" in missing({})
