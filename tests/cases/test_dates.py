"""The deadlines of a case are those of `rights` for the same facts; the next step is one, with its date."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketacli.cases import Case, create_case, record
from ketacli.cases.dates import current_denial, deadlines_of, ladder_of, printed_in, question_of
from ketacli.cases.journal import Entry, enter
from ketacli.cases.model import empty
from ketacli.cases.next_step import next_step
from ketacli.cases.worklist import worklist
from ketacli.deadlines import PLAN_TYPES, Printed, Question, ladder
from tests.cases.conftest import TODAY


def made(plan_type, *, denials=(), events=(), state=None, folder=None, **treatment):
    from pathlib import Path

    data = empty("ABC234", "2026-11-01T00:00:00Z")
    data["plan"] |= {"plan_type": plan_type} | ({"state": state} if state else {})
    data["treatment"] |= treatment
    for each in denials:
        record.denial(data, fields=each, kind=each.get("denial", "initial"), level=each.get("level"))
    data["events"] += list(events)
    return Case(folder or Path("CASE"), data)


@pytest.mark.parametrize("plan_type", [each for each in PLAN_TYPES if each != "unknown"])
@pytest.mark.parametrize("final", ["initial", "final"])
def test_deadlines_equal_those_of_rights(plan_type, final):
    found = ladder(Question(plan_type=plan_type, state="OH", denied_on=date(2026, 9, 18), denial=final, today=TODAY))
    case = made(plan_type, denials=[{"notice_date": "2026-09-18", "denial": final}], state="OH")
    assert ladder_of(case, today=TODAY) == found
    acts = {(each.date, each.level, each.provisional) for each in deadlines_of(case, today=TODAY) if each.kind == "act"}
    wanted = {(each.act_by, each.level, each.provisional) for each in found.levels if each.open and each.act_by}
    assert acts == wanted


def test_the_command_and_the_case_say_the_same(run, case):
    told = json.loads(run("case", "deadlines", case.folder, "--today", "2026-11-25", "--format", "json").stdout)
    rights = json.loads(
        run(
            *("rights", "--plan-type", "employer_self_funded", "--state", "IN", "--denied-on", "2026-09-18"),
            *("--reason", "experimental", "--today", "2026-11-25", "--format", "json"),
        ).stdout
    )
    act = next(each for each in told["results"] if each["kind"] == "act")
    assert act["date"] == rights["results"][0]["act_by"]["date"] == "2027-03-17"
    assert act["amount"] == "1204.00"


def test_the_letters_earlier_date_wins():
    denial = {"notice_date": "2026-09-18", "appeal_deadline_date": "2026-12-01"}
    days = deadlines_of(made("employer_self_funded", denials=[denial]), today=TODAY)
    assert [each.date for each in days if each.kind == "act"] == [date(2026, 12, 1)]


def test_two_dates_in_a_letter_are_the_earliest_and_provisional():
    conflict = {"appeal_deadline_date": [{"value": "2026-12-01"}, {"value": "2026-12-15"}]}
    denial = {"notice_date": "2026-09-18", "conflict": conflict}
    act = next(
        each for each in deadlines_of(made("employer_self_funded", denials=[denial]), today=TODAY) if each.kind == "act"
    )
    assert (act.date, act.provisional) == (date(2026, 12, 1), True)


def test_two_dates_of_the_notice_count_from_the_earliest():
    conflict = {"notice_date": [{"value": "2026-09-28"}, {"value": "2026-10-05"}]}
    case = made(
        "employer_self_funded", denials=[{"conflict": conflict, "appeal_deadline_days": 180, "deadline_from": "notice"}]
    )
    act = next(each for each in deadlines_of(case, today=TODAY) if each.kind == "act")
    assert (act.date, act.provisional) == (date(2027, 3, 27), True)


def test_printed_days_in_the_words_of_the_contract():
    said = {"appeal_deadline_days": 10, "appeal_deadline_days_unit": "business_days", "deadline_from": "receipt"}
    assert printed_in(said) == (Printed(days=10, business=True, counts_from="receipt"),)
    assert printed_in({"appeal_deadline_days": None, "appeal_deadline_date": None}) == ()


def test_after_filing_the_clock_of_the_other_side_runs():
    events = [{"on": "2026-11-20", "kind": "filed", "level": "internal_appeal"}]
    case = made("employer_self_funded", denials=[{"notice_date": "2026-09-18"}], events=events)
    assert [(each.date, each.kind) for each in deadlines_of(case, today=TODAY)] == [(date(2026, 12, 20), "answer")]
    step = next_step(case, today=TODAY)
    assert step.step.startswith("Wait for the decision")
    assert step.by == date(2026, 12, 20)
    late = next_step(case, today=date(2026, 12, 21))
    assert late.step.startswith("No decision came in time")
    assert next_step(case, today=date(2026, 12, 20)).step.startswith("Wait")


def test_a_final_denial_after_the_filing_opens_the_next_step():
    events = [{"on": "2026-09-30", "kind": "filed", "level": "internal_appeal"}]
    denials = [{"notice_date": "2026-09-18"}, {"notice_date": "2026-10-30", "denial": "final"}]
    case = made("employer_self_funded", denials=denials, events=events)
    assert current_denial(case)["notice_date"] == "2026-10-30"
    step = next_step(case, today=TODAY)
    assert "external review" in step.step
    assert step.by == date(2027, 3, 1)


def test_the_californian_clock_knows_when_the_grievance_was_filed():
    events = [{"on": "2026-07-01", "kind": "filed", "level": "internal_appeal"}]
    denials = [{"notice_date": "2026-06-01"}, {"notice_date": "2026-09-30", "denial": "final"}]
    case = made("marketplace_individual", denials=denials, events=events, state="CA")
    assert next_step(case, today=TODAY).by == date(2027, 1, 31)


def test_an_approval_closes_the_matter():
    events = [{"on": "2026-11-20", "kind": "approved"}]
    case = made("fehb", denials=[{"notice_date": "2026-09-18"}], events=events)
    assert deadlines_of(case, today=TODAY) == []
    assert "approval" in next_step(case, today=TODAY).step
    earlier = made("fehb", denials=[{"notice_date": "2026-09-18"}], events=[{"on": "2026-01-20", "kind": "approved"}])
    assert deadlines_of(earlier, today=TODAY)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (made("unknown"), "Read the plan's policy"),
        (made("employer_self_funded", denials=[{"reasons": ["experimental"]}]), "Find the date on the denial"),
        (made("unknown", denials=[{"notice_date": "2026-09-18"}]), "Find out what kind of plan"),
        (made("medicare_advantage", denials=[{"notice_date": "2026-09-18", "denial": "final"}]), "Nothing to file"),
        (made("short_term", denials=[{"notice_date": "2026-09-18", "denial": "final"}]), "come to its end"),
        (made("medicaid_ffs", denials=[{"notice_date": "2026-09-18"}]), "fair hearing"),
    ],
)
def test_one_next_step(case, words):
    assert words in next_step(case, today=TODAY).step


def test_a_day_that_someone_set_comes_first_where_it_is_earlier(case):
    case = case.update(lambda data: record.deadline(data, on=date(2026, 11, 30), title="Send the papers"), what="day")
    step = next_step(case, today=TODAY)
    assert (step.step, step.by, step.days_left) == ("Send the papers", date(2026, 11, 30), 5)


def test_a_letter_that_is_written_is_to_be_sent(case):
    assert next_step(case, today=TODAY).step.startswith("Write and send")
    case = case.update(
        lambda data: record.letter(data, entry={"file": "letters/a.txt", "kind": "appeal", "level": "internal_appeal"}),
        what="letter",
    )
    assert next_step(case, today=TODAY).step.startswith("Have the letter checked and signed")


def test_the_medicaid_day_for_the_service_to_go_on():
    case = made("medicaid_managed_care", denials=[{"notice_date": "2026-11-20"}])
    assert (date(2026, 11, 30), "right") in [(each.date, each.kind) for each in deadlines_of(case, today=TODAY)]


@given(
    st.sampled_from(PLAN_TYPES),
    st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31)),
    st.sampled_from(["initial", "final"]),
    st.one_of(st.none(), st.integers(0, 30)),
)
@settings(max_examples=60, deadline=None)
def test_a_case_never_dates_a_step_later_than_rights(plan_type, notice, denial, received):
    from datetime import timedelta

    arrived = notice + timedelta(days=received) if received is not None else None
    fields = {"notice_date": notice.isoformat(), "denial": denial, "received_on": arrived and arrived.isoformat()}
    case = made(plan_type, denials=[fields], state="TX")
    asked = question_of(case, current_denial(case), today=notice)
    assert asked.received_on == arrived
    wanted = ladder(asked).act_by
    by = next_step(case, today=notice).by
    assert by == (wanted.date if wanted else None)


def test_the_work_list_is_by_date_then_dollars_and_survives_a_damaged_case(tmp_path):
    for name, amount in (("small", 100), ("large", 5000)):
        case = create_case(tmp_path / "north" / name, {"plan": {"plan_type": "fehb"}})
        fields = {"notice_date": "2026-09-18", "amount_denied": amount}
        case.update(lambda data, fields=fields: record.denial(data, fields=fields), what="denial")
    soon = create_case(tmp_path / "soon", {"plan": {"plan_type": "medicaid_managed_care"}})
    soon.update(lambda data: record.denial(data, fields={"notice_date": "2026-10-01"}), what="denial")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "case.toml").write_text("not = [toml")
    work, passed = worklist(tmp_path, today=TODAY)
    assert [each.date for each in work] == sorted(each.date for each in work)
    acts = [each for each in work if each.kind == "act"]
    assert [each.folder for each in acts] == ["soon", "north/large", "north/small"]
    assert acts[1].amount == Decimal("5000.00")
    assert [each.folder for each in passed] == ["damaged"]


def test_a_remittance_is_the_providers_dispute():
    case = made("employer_self_funded", denials=[{"notice_date": "2026-09-18", "dispute": "provider_dispute"}])
    assert [(each.date, each.kind) for each in deadlines_of(case, today=TODAY)] == [(TODAY, "undated")]
    assert "as the provider" in next_step(case, today=TODAY).step


def test_what_was_promised_in_a_call_is_a_day_to_keep(case):
    case = case.update(
        lambda data: record.call(data, entry={"on": "2026-11-20", "promised_by": "2026-11-27"}), what="call"
    )
    assert next_step(case, today=TODAY).by == date(2026, 11, 27)
    case = case.update(lambda data: data["calls"][0].update(answered_on="2026-11-25"), what="call")
    assert next_step(case, today=TODAY).by == date(2027, 3, 17)


def test_an_approval_letter_is_no_denial_and_closes_the_matter():
    approval = {"notice_date": "2026-11-01", "is_denial": False, "letter_type": "approval"}
    case = made("fehb", denials=[{"notice_date": "2026-09-18"}, approval])
    assert deadlines_of(case, today=TODAY) == []
    assert "approval" in next_step(case, today=TODAY).step
    asked = {"notice_date": "2026-11-01", "is_denial": False, "letter_type": "request_for_information"}
    assert deadlines_of(made("fehb", denials=[{"notice_date": "2026-09-18"}, asked]), today=TODAY)


@pytest.mark.parametrize(
    ("case", "day", "words"),
    [
        (made("va_health_care", denials=[{"notice_date": "2026-09-18"}]), TODAY, "No last day is known"),
        (made("employer_self_funded", denials=[{"reasons": ["experimental"]}]), TODAY, "No last day is known"),
        (made("medicaid_ffs", denials=[{"notice_date": "2026-09-18"}]), date(2026, 12, 17), "may be sooner"),
    ],
)
def test_a_denial_without_a_last_day_stays_on_the_list(case, day, words):
    (only,) = deadlines_of(case, today=TODAY)
    assert (only.date, only.kind, only.provisional) == (day, "undated", True)
    assert words in only.title


def test_a_later_denial_keeps_the_matter_and_knows_its_level(case):
    case = enter(case, Entry(on=date(2026, 10, 1), filed="internal_appeal"))
    first = enter(case, Entry(on=date(2026, 10, 30), decision="denied"))
    denial = current_denial(first)
    assert (denial["level"], denial["amount_denied"], denial["reasons"]) == (
        "internal_appeal",
        1204.0,
        ["experimental"],
    )
    found = ladder_of(first, today=TODAY)
    assert [each.level for each in found.levels if each.open] == ["second_internal_appeal", "external_review"]
    last = enter(first, Entry(on=date(2026, 11, 20), decision="denied", final=True))
    assert [each.level for each in ladder_of(last, today=TODAY).levels if each.open] == ["external_review"]


def test_the_ladder_of_medicare_is_climbed_rung_by_rung():
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        case = create_case(Path(place) / "m", {"plan": {"plan_type": "medicare_original"}})
        case = enter(case, Entry(on=date(2026, 1, 5), decision="denied"))
        for place_, level in enumerate(("redetermination", "reconsideration", "alj_hearing", "appeals_council"), 1):
            assert next(each.level for each in ladder_of(case).levels if each.open) == level
            case = enter(case, Entry(on=date(2026, 1 + 2 * place_, 1), filed=level))
            case = enter(case, Entry(on=date(2026, 1 + 2 * place_, 20), decision="denied"))
        assert next(each.level for each in ladder_of(case).levels if each.open) == "court"


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**9),
    st.text(max_size=6),
    st.dates(),
    st.lists(st.text(max_size=3), max_size=2),
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                *("notice_date", "received_on", "appeal_deadline_days", "appeal_deadline_date", "deadline_from"),
                *("reasons", "conflict", "service_dates", "amount_denied", "denial", "other_notice_dates", "is_denial"),
            ]
        ),
        ODD,
    ),
    st.lists(
        st.fixed_dictionaries({"on": ODD, "kind": st.sampled_from(["filed", "approved", "note"]), "level": ODD}),
        max_size=2,
    ),
    st.sampled_from(["fehb", "employer_insured", "unknown", "no such plan"]),
)
@settings(max_examples=150, deadline=None)
def test_a_file_edited_by_hand_never_breaks_the_list(denial, events, plan_type):
    from ketacli.errors import KetacliError

    case = made(plan_type, state="OH")
    case.data["denials"].append({"id": "N1", **{key: value for key, value in denial.items() if value is not None}})
    case.data["events"] += events
    try:
        deadlines_of(case, today=TODAY)
        next_step(case, today=TODAY)
    except KetacliError:
        pass


def test_an_old_letter_is_not_that_of_the_next_step(case):
    entry = {"file": "letters/a.txt", "kind": "appeal", "written_on": "2026-10-01"}
    case = case.update(lambda data: record.letter(data, entry=entry), what="letter")
    assert next_step(case, today=TODAY).step.startswith("Have the letter checked")
    case = enter(case, Entry(on=date(2026, 10, 2), filed="internal_appeal"))
    case = enter(case, Entry(on=date(2026, 11, 20), decision="denied", final=True))
    assert next_step(case, today=TODAY).step.startswith("Write and send: external review")
