"""What commands write into a case: once, with ids, without loss."""

from __future__ import annotations

import stat
from datetime import date

import pytest

from ketacli.cases import CaseProblem, assign, files, open_case, record
from ketacli.cases.add import add_file
from ketacli.errors import AnswersProblem, InputProblem, UsageProblem
from tests.cases.conftest import TODAY


def test_the_same_document_again_is_one_record(case, put_file):
    case = put_file(case, "a.txt", b"words", kind="records")
    case = put_file(case, "a.txt", b"words", kind="denial_letter", result={"is_denial": True, "fax": None})
    rows = case.list("documents")
    assert [(row["id"], row["kind"]) for row in rows] == [("D1", "denial_letter")]
    assert rows[0]["result"] == {"is_denial": True}


def test_another_file_of_the_same_name_gets_a_number(case, put_file):
    case = put_file(case, "a.txt", b"one")
    case = put_file(case, "a.txt", b"two")
    assert [row["file"] for row in case.list("documents")] == ["documents/a.txt", "documents/a-2.txt"]
    for row in case.list("documents"):
        assert stat.S_IMODE((case.folder / row["file"]).stat().st_mode) == 0o600


def test_a_file_in_the_case_stays_where_it_is(case):
    (case.folder / "letters").mkdir()
    inside = case.folder / "letters" / "x.txt"
    inside.write_text("x")
    assert files.keep(case.folder, inside) == "letters/x.txt"


def test_ids_are_never_used_twice(case):
    def change(data):
        assert record.call(data, entry={"with": "first"}) == "C1"
        assert record.call(data, entry={"with": "second"}) == "C2"
        del data["calls"][0]
        assert record.call(data, entry={"with": "third"}) == "C3"

    case.update(change, what="calls")


def test_a_denial_read_again_replaces_its_record(case):
    def change(data):
        first = record.denial(data, fields={"notice_date": "2026-10-01"}, document_id="D9")
        again = record.denial(data, fields={"notice_date": "2026-10-02"}, document_id="D9", kind="final")
        assert first == again == "N2"

    rows = case.update(change, what="denial").list("denials")
    assert [(row["id"], row["notice_date"], row["denial"]) for row in rows] == [
        ("N1", "2026-09-18", "initial"),
        ("N2", "2026-10-02", "final"),
    ]


@pytest.mark.parametrize(
    ("words", "sensitivity"),
    [
        (b"This record is protected by 42 CFR Part 2.", "part_2"),
        (b"42 C.F.R. part 2 prohibits unauthorized use", "part_2"),
        (b"PSYCHOTHERAPY NOTES of 3 October", "psychotherapy_notes"),
        (b"42 CFR 2560 and 42 CFR 438.402 do not matter; psychotherapy weekly", None),
        (b"PHQ-9 of 21", None),
    ],
)
def test_private_records_are_known_by_their_words(case, tmp_path, words, sensitivity):
    source = tmp_path / "record.txt"
    source.write_bytes(words)
    added = add_file(case.folder, source, today=TODAY)
    assert added.sensitivity == sensitivity
    assert added.guessed is (sensitivity is not None)
    assert open_case(case.folder).list("documents")[0].get("sensitivity") == sensitivity


def test_a_policy_may_speak_of_psychotherapy_notes(case, tmp_path):
    source = tmp_path / "policy.txt"
    source.write_bytes(b"Send psychotherapy notes only with consent.")
    assert add_file(case.folder, source, today=TODAY, kind="medical_policy").sensitivity is None


def test_a_missing_file_is_an_unread_input(case, tmp_path):
    with pytest.raises(InputProblem):
        add_file(case.folder, tmp_path / "none.pdf", today=TODAY)


def test_facts_of_the_command_line():
    found = assign.parsed(
        ["plan.plan_type=fehb", "plan.state=wisconsin", "treatment.sessions=6", "treatment.urgent=true"]
    )
    assert found == {"plan": {"plan_type": "fehb", "state": "WI"}, "treatment": {"sessions": 6, "urgent": True}}
    assert assign.parsed(["patient.member_id=0123"]) == {"patient": {"member_id": "0123"}}
    assert assign.parsed(["denial.notice_date=2026-09-18"]) == {"denial": {"notice_date": "2026-09-18"}}
    assert assign.names(found) == "plan.plan_type, plan.state, treatment.sessions, treatment.urgent"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("name=Zelda Nettlebed", "section.key=value"),
        ("person.name=Zelda Nettlebed", "section.key=value"),
        ("plan.plan_type=Nettlebed", "plan.plan_type"),
        ("plan.state=Nettlebed", "--state"),
        ("denial.notice_date=Nettlebed", "denial.notice_date"),
        ("denial.denial=Nettlebed", "initial or final"),
    ],
)
def test_what_cannot_be_is_refused_without_the_value(word, told):
    with pytest.raises((AnswersProblem, UsageProblem)) as caught:
        assign.parsed([word])
    assert told in caught.value.message
    assert "Nettlebed" not in caught.value.message + caught.value.hint


def test_facts_go_to_the_denial_in_hand(case):
    found = assign.parsed(["denial.received_on=2026-09-22", "consent.part_2=2026-11-01"])
    changed = case.update(lambda data: assign.put(data, found), what=assign.names(found))
    assert changed.list("denials")[0]["received_on"] == "2026-09-22"
    assert changed.list("denials")[0]["id"] == "N1"
    assert changed.section("consent") == {"part_2": "2026-11-01"}


def test_a_day_to_keep_is_kept_once(case):
    def change(data):
        record.deadline(data, on=date(2026, 12, 1), title="x")
        record.deadline(data, on=date(2026, 12, 1), title="x")

    assert len(case.update(change, what="day").list("deadlines")) == 1


def test_a_level_that_the_ladder_lacks_is_refused():
    assert assign.require_level("a", ["a", "b"]) == "a"
    assert assign.require_level(None, []) is None
    with pytest.raises(CaseProblem) as caught:
        assign.require_level("c", ["a", "b"])
    assert "a, b" in caught.value.hint
