"""Rights, regulators and what does not apply: for every plan type and every State; and the data itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketacli import facts
from ketacli.deadlines import PLAN_TYPES, Question, ladder
from ketacli.deadlines.beside import UNDER_STATE_LAW
from ketacli.deadlines.law import PUBLIC, rules_for
from ketacli.deadlines.states import STATES, state_code
from ketacli.deadlines.unknown import QUESTIONS, candidates, needed

KNOWN = [each for each in PLAN_TYPES if each != "unknown"]


def laws_that_do_not_apply(plan_type, **more):
    found = ladder(Question(plan_type=plan_type, **more))
    return " | ".join(f"{each.law}: {each.why}" for each in found.does_not_apply)


def test_fifty_states_the_district_and_five_territories():
    assert len(STATES) == 56
    listed = {each.get("state") for each in facts.subject("regulators_states")}
    assert listed == set(STATES)


@pytest.mark.parametrize("plan_type", KNOWN)
def test_every_plan_has_rungs_a_next_step_rights_and_someone_to_call(plan_type):
    found = ladder(Question(plan_type=plan_type, state="WI", denied_on=date(2026, 9, 18)))
    assert found.levels
    assert found.levels[0].open
    assert all(each.next_step and each.decision_clock and each.law for each in found.levels)
    assert all(each.source.address.startswith("https://") and each.source.as_of for each in found.levels)
    assert found.rights
    assert found.regulators
    assert [each.order for each in found.levels] == list(range(1, len(found.levels) + 1))


@pytest.mark.parametrize("plan_type", sorted(UNDER_STATE_LAW))
def test_plans_under_state_law_name_the_regulator_of_the_state_of_issue(plan_type):
    for state in STATES:
        found = ladder(Question(plan_type=plan_type, state=state))
        assert found.regulators[0].id.startswith(f"insurance_{state}")


def test_state_law_does_not_reach_a_self_funded_plan():
    assert "State insurance law" in laws_that_do_not_apply("employer_self_funded", state="CA")
    found = ladder(Question(plan_type="employer_self_funded", state="CA"))
    assert not any(each.id.startswith("insurance_") for each in found.regulators)
    assert not any("California" in each.right for each in found.further)


@pytest.mark.parametrize("plan_type", ["medicare_original", "medicare_advantage", "medicare_part_d"])
def test_parity_does_not_reach_medicare(plan_type):
    assert "Mental Health Parity" in laws_that_do_not_apply(plan_type)
    assert not any("parity" in each.id for each in ladder(Question(plan_type=plan_type)).rights)


@pytest.mark.parametrize("plan_type", ["medicaid_managed_care", "employer_self_funded", "marketplace_individual"])
def test_parity_is_a_right_where_it_holds(plan_type):
    assert any("parity" in each.id for each in ladder(Question(plan_type=plan_type)).rights)


@pytest.mark.parametrize("plan_type", sorted(PUBLIC))
def test_erisa_does_not_reach_the_public_programmes(plan_type):
    assert "ERISA" in laws_that_do_not_apply(plan_type)


def test_medicaid_continuation_has_its_own_day():
    found = ladder(Question(plan_type="medicaid_managed_care", denied_on=date(2026, 9, 18)))
    right = next(each for each in found.rights if each.id == "medicaid_continuation")
    assert right.by_date == date(2026, 9, 28)
    final = ladder(Question(plan_type="medicaid_managed_care", denied_on=date(2026, 9, 18), denial="final"))
    assert next(each for each in final.rights if each.id == "medicaid_continuation").by_date is None


def test_the_formulary_exception_is_for_drugs():
    drug = Question(plan_type="marketplace_individual", state="OH", service="drug")
    assert any(each.id == "formulary_exception" for each in ladder(drug).further)
    assert not any(each.id == "formulary_exception" for each in ladder(replace(drug, service="item")).further)


def test_the_outage_is_told_as_history_where_the_federal_process_runs():
    told = ladder(Question(plan_type="marketplace_individual", state="WI")).further
    assert any(each.id == "hhs_outage_2026" for each in told)
    assert not any(
        each.id == "hhs_outage_2026"
        for each in ladder(Question(plan_type="marketplace_individual", state="OH")).further
    )


def test_the_clock_of_a_drug_differs_in_medicare_advantage():
    asked = Question(plan_type="medicare_advantage", denied_on=date(2026, 9, 18))
    assert "30 days" in ladder(asked).levels[0].decision_clock
    drug = replace(asked, service="drug")
    assert ladder(drug).levels[0].decision_clock.startswith("7 days")
    assert ladder(replace(drug, urgent=True)).levels[0].decision_clock.startswith("72 hours")


@pytest.mark.parametrize("plan_type", KNOWN)
def test_no_state_has_two_external_reviews_for_one_actor(plan_type):
    found = [sum(rule.level == "external_review" for rule in rules_for(plan_type, state)) for state in (None, *STATES)]
    assert set(found) in ({0}, {1})


def test_unsettled_law_never_reaches_a_date():
    for name in ("appeal_law", "appeal_law_public"):
        assert all(each.settled for each in facts.subject(name) if each.history)


@pytest.mark.parametrize(("text", "code"), [("wi", "WI"), (" Wisconsin ", "WI"), ("puerto rico", "PR"), ("DC", "DC")])
def test_states_by_letters_or_name(text, code):
    assert state_code(text) == code


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        (("employer", "self_funded", None), ("employer_self_funded",)),
        (("employer", "insured", None), ("employer_insured",)),
        (("government", "self_funded", None), ("nonfederal_gov_self_funded",)),
        (("church", "self_funded", None), ("church_plan",)),
        (("school", "insured", None), ("student_insured", "grandfathered")),
        (("self", None, "short_term"), ("short_term",)),
        (("federal", None, "pshb"), ("pshb",)),
        (("public", None, "medicaid_ffs"), ("medicaid_ffs",)),
        (("employer", None, "grandfathered"), ("grandfathered",)),
        (("federal", None, None), ("fehb", "pshb")),
        ((None, None, None), tuple(KNOWN)),
    ],
)
def test_three_questions_settle_the_kind_of_plan(answers, left):
    assert candidates(*answers) == left


def test_every_plan_type_can_be_reached_by_the_questions():
    reached = set()
    for first, _ in QUESTIONS[0].choices:
        for funding in (None, "self_funded", "insured"):
            for programme in (None, *(value for value, _ in QUESTIONS[2].choices)):
                left = candidates(first, funding, programme)
                assert left
                reached |= set(left) if len(left) == 1 else set()
    assert reached == set(KNOWN)


def test_only_the_questions_that_matter_are_asked():
    assert [each.option for each in needed("employer", None)] == ["--funding"]
    assert [each.option for each in needed("public", None)] == ["--programme"]
    assert needed("school", None) == ()
    assert "short_term" not in {value for value, _ in needed("public", None)[0].choices}


def test_unknown_lists_how_the_kinds_differ_and_asks():
    found = ladder(Question(plan_type="unknown", denied_on=date(2026, 9, 18)))
    assert {each.plan_type for each in found.differences} == set(KNOWN)
    assert len(found.questions) == 3
    assert found.act_by and found.act_by.provisional
    assert found.act_by.date == min(each.safe_date for each in found.differences if each.safe_date)
