"""Answers: files, flags, types, near misses, and a file that reads back as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.eligibility.answers import load, to_toml
from ketacli.eligibility.keys import KEYS, Kind
from ketacli.eligibility.patient import Patient
from ketacli.errors import AnswersProblem


def test_flags_win_over_files_and_each_answer_knows_its_origin(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("age = 40\npsychosis = false\n[scores]\nphq9 = 12\n")
    loaded = load([path], ["age=41", "scores.madrs=30"])
    assert loaded.patient.number("age") == 41
    assert loaded.patient.score("phq9") == 12
    assert loaded.patient.score("madrs") == 30
    assert loaded.patient.origins["age"] == "flag"
    assert loaded.patient.origins["psychosis"] == "file"


def test_unknown_is_never_no():
    patient = load((), ["psychosis=unknown"]).patient
    assert patient.yes("psychosis") is None
    assert patient.yes("pregnancy") is None


def test_a_near_miss_is_named():
    assert load((), ["psycosis=true"]).warnings == ("nothing reads the answer 'psycosis'; did you mean 'psychosis'?",)


@pytest.mark.parametrize(
    ("pair", "key"),
    [
        ("age=old", "age"),
        ("psychosis=3", "psychosis"),
        ("age=-1", "age"),
        ("contraindications=aneurysm", "contraindications"),
        ("antidepressant_trials=2", "antidepressant_trials"),
    ],
)
def test_a_wrong_type_names_the_key_and_never_the_value(pair, key):
    with pytest.raises(AnswersProblem) as told:
        load((), [pair])
    assert key in told.value.message
    assert pair.split("=")[1] not in told.value.message


def test_bad_toml_names_the_file(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("age = \n")
    with pytest.raises(AnswersProblem, match=r"bad\.toml: not TOML"):
        load([path])


SIMPLE = {
    Kind.NUMBER: st.integers(0, 500),
    Kind.YES_NO: st.booleans(),
    Kind.TEXT: st.text(min_size=1).filter(lambda text: text != "unknown"),
}


@given(
    st.dictionaries(
        st.sampled_from([key for key, kind in KEYS.items() if kind in SIMPLE]), st.none(), max_size=6
    ).flatmap(lambda keys: st.fixed_dictionaries({key: SIMPLE[KEYS[key]] for key in keys}))
)
def test_what_is_saved_reads_back(tmp_path_factory, answers):
    path = tmp_path_factory.mktemp("answers") / "a.toml"
    path.write_text(to_toml(Patient(answers)), "utf-8")
    assert dict(load([path]).patient.answers) == answers


def test_identifiers_are_not_saved():
    assert to_toml(Patient({"age": 4, "member_name": "Jo Fictional"})) == "age = 4\n"
