"""Terms and codes explained, and near misses."""

from __future__ import annotations

import pytest

from ketacli.facts import subject
from ketacli.facts.terms import explain, near


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("deductible", [("term", "deductible")]),
        ("Deductibles", [("term", "deductible")]),
        ("pre-authorization", [("term", "prior authorization")]),
        ("balance bill", [("term", "balance billing")]),
        ("CO-50", [("group_code", "CO"), ("CARC", "50")]),
        ("pr 204", [("group_code", "PR"), ("CARC", "204")]),
        ("CO97", [("group_code", "CO"), ("CARC", "97")]),
        ("50", [("CARC", "50")]),
        ("CARC 50", [("CARC", "50")]),
        ("RARC MA130", [("RARC", "MA130")]),
        ("n115", [("RARC", "N115")]),
        ("B7", [("CARC", "B7")]),
        ("j0013", [("billing_code", "J0013")]),
        ("F322", [("diagnosis_code", "F32.2")]),
        ("F33.4", [("diagnosis_code", "F33.4")]),
        ("behavioural-health carve-out", [("term", "behavioral-health carve-out")]),
    ],
)
def test_a_word_is_explained(word, found):
    assert [(each.kind, each.name) for each in explain(word).found] == found


@pytest.mark.parametrize("word", ["", "xyzzy", "CO-999", "release", "***", "[bold]"])
def test_an_unknown_word_is_not_explained(word):
    assert not [each for each in explain(word).found if each.kind != "group_code"]


@pytest.mark.parametrize(
    ("word", "meant"), [("deductable", "deductible"), ("external reveiw", "external review"), ("J0012", "J0013")]
)
def test_a_near_miss_is_offered(word, meant):
    assert meant in near(word)


def test_a_word_like_nothing_has_no_near_miss():
    assert near("qqqqqqqq") == []


def test_no_two_terms_share_a_name():
    seen: dict[str, str] = {}
    for fact in subject("glossary"):
        for name in (fact.get("term"), *fact.get("aliases", ())):
            assert len(explain(name).found) >= 1, name
            assert seen.setdefault(name.lower(), fact.key) == fact.key, name
    assert len(subject("glossary").facts) >= 80


def test_what_a_term_points_to_exists():
    for fact in subject("glossary"):
        for name in fact.get("see", ()):
            assert explain(name).found, f"{fact.key} -> {name}"


def test_a_reading_rule_is_explained_by_code_and_name():
    from ketacli.policy.explaining import RULES, explain_word

    everyone = explain_word("rules").found
    assert len(everyone) == sum(path.read_text().count("[[rule]]") for path in RULES.glob("*.toml"))
    for rule in everyone:
        by_code = explain_word(rule.key.lower()).found
        assert [each.key for each in by_code] == [rule.key]
        assert rule.meaning
    assert len({rule.key for rule in everyone}) == len(everyone)
