"""Letters for whole situations: golden text, what each must and must not say, and nothing that is not known."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from ketacli import facts
from ketacli.letters.compose import Material, compose
from ketacli.letters.context import known_facts
from ketacli.letters.markup import parse, plain_text
from ketacli.letters.produce import NotFinal, choose_kind, require_final
from ketacli.letters.template import folders, load, names

DATA = tomllib.loads((Path(__file__).parent.parent / "data" / "letters" / "situations.toml").read_text("utf-8"))
SITUATIONS = {row["name"]: row for row in DATA["situation"]}
NEVER = (r"(?i)fda.approved ketamine", r"(?i)(?:prevents?|reduces?) suicid", r"\byou meet\b", r"(?i)hereby certif")


def material(row, known=None) -> Material:
    shared = DATA["shared"]
    day = date.fromisoformat(shared["today"])
    answers = shared["answers"] | row.get("answers", {}) | ({"age": row["age"]} if "age" in row else {})
    found = known or known_facts(
        today=day,
        case={"plan": row["plan"], "treatment": row["treatment"]},
        denial=shared["denial"] | {"reasons": row["reasons"]},
        answers=answers,
    )
    return Material(known=found, today=day)


def letter(row, name="internal-appeal", known=None):
    return compose(load(name, folders()), material(row, known))


def words(markup: str) -> str:
    lines = []
    for block in parse(markup):
        lines += [plain_text(block.runs)] if block.runs else []
        lines += [plain_text(cell) for cells in block.rows for cell in cells]
    return "\n".join(lines)


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_letter_of_a_situation(name, snapshot):
    row = SITUATIONS[name]
    found = letter(row)
    said = words(found.rendered.markup)
    for wanted in row["must"]:
        assert wanted in said
    for unwanted in [*row["must_not"]]:
        assert unwanted not in said
    for pattern in NEVER:
        assert not re.search(pattern, said)
    assert found.rendered.markup == snapshot


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_citation_of_law_stands_in_the_facts(name):
    known = " ".join(
        str(fact.get("law") or "") + str(fact.get("laws") or "")
        for subject in ("appeal_law", "appeal_law_public", "appeal_rights")
        for fact in facts.subject(subject)
    )
    said = words(letter(SITUATIONS[name]).rendered.markup)
    for citation in re.findall(r"\d+ (?:CFR|USC) [\d.]+(?:-\d+)?", said):
        assert citation in known


@pytest.mark.parametrize(
    "name", ["self-funded-experimental-esketamine", "quantity-esketamine", "medicare-advantage-necessity"]
)
@pytest.mark.parametrize(
    "template", ["internal-appeal", "letter-of-medical-necessity", "claim-file-request", "external-review-request"]
)
def test_a_fact_that_is_taken_away_is_asserted_nowhere(name, template):
    row = SITUATIONS[name]
    whole = material(row).known
    for path in whole.paths():
        value = whole.text(path)
        if (
            path.startswith(("answers.", "treatment.", "plan.plan_type", "plan.state", "today", "denial.reasons"))
            or len(value) < 4
        ):
            continue
        said = words(letter(row, template, whole.without(path)).rendered.markup)
        assert value not in said, path


def test_no_reason_is_rebutted_that_the_denial_does_not_give():
    row = SITUATIONS["self-funded-experimental-esketamine"]
    assert "Called experimental" in letter(row).rendered.markup
    assert "Called experimental" not in letter(row, known=material(row).known.without("denial.reasons")).rendered.markup


def test_what_was_tried_is_asserted_only_while_it_is_known():
    row = SITUATIONS["marketplace-step-therapy-esketamine"]
    whole = material(row).known
    assert "sertraline" in letter(row).rendered.markup
    without = letter(row, known=whole.without("answers.antidepressant_trials")).rendered.markup
    assert "sertraline" not in without
    assert "are listed above" not in without
    assert "[[MISSING: medicines that were tried" in without


@pytest.mark.parametrize("name", names(folders()))
def test_an_empty_case_makes_a_draft_of_holes_and_no_final_letter(name):
    day = date(2026, 1, 2)
    found = compose(load(name, folders()), Material(known=known_facts(today=day), today=day))
    with pytest.raises(NotFinal) as told:
        require_final(found)
    assert told.value.code == 1
    for path in found.rendered.template.needs:
        assert path in told.value.message


def test_a_clinicians_letter_stays_unsigned():
    said = words(letter(SITUATIONS["quantity-esketamine"], "letter-of-medical-necessity").rendered.markup)
    assert "Nothing above is signed or certified until the clinician has read it" in said
    assert "Sincerely" not in said


@pytest.mark.parametrize(
    ("flags", "kind"),
    [
        ([], "internal-appeal"),
        (["denial.denial=final"], "external-review-request"),
        (["denial.level=internal_appeal"], "second-level-appeal"),
    ],
)
def test_the_kind_of_letter_follows_the_situation(flags, kind):
    assert choose_kind(known_facts(today=date(2026, 1, 2), data=flags)) == kind


def test_urgent_and_remittance_have_letters_of_their_own():
    day = date(2026, 1, 2)
    assert choose_kind(known_facts(today=day, case={"treatment": {"urgent": True}})) == "expedited-appeal"
    assert choose_kind(known_facts(today=day, denial={"is_remittance": True})) == "provider-dispute"


@pytest.mark.parametrize(("bill", "stands"), [("1400.00", True), ("1399.99", False)])
def test_a_bill_is_said_to_exceed_the_estimate_only_from_400_dollars(bill, stands):
    known = known_facts(today=date(2026, 1, 2), data=["estimate.amount=1000", f"bill.amount={bill}"])
    found = compose(load("good-faith-estimate-dispute", folders()), Material(known=known, today=date(2026, 1, 2)))
    assert ("above the estimate" in words(found.rendered.markup).replace("Dispute of a bill above", "")) is stands


def test_sensitive_records_are_enclosed_only_with_consent():
    rows = [
        {"kind": "denial_letter", "file": "a.pdf"},
        {"kind": "records", "file": "b.pdf", "title": "Therapy notes", "sensitivity": "psychotherapy_notes"},
    ]
    row = SITUATIONS["quantity-esketamine"]
    base = material(row)
    template = load("internal-appeal", folders())
    without = compose(template, Material(known=base.known, today=base.today, documents=rows))
    assert "Therapy notes" not in without.rendered.markup
    consent = known_facts(
        today=base.today,
        case={"plan": row["plan"], "treatment": row["treatment"], "consent": {"psychotherapy_notes": "2026-11-20"}},
        denial=DATA["shared"]["denial"],
    )
    assert (
        "Therapy notes" in compose(template, Material(known=consent, today=base.today, documents=rows)).rendered.markup
    )


def companion(name, **facts):
    day = date(2026, 1, 2)
    known = known_facts(today=day, case={"patient": {"name": "Jo Fictional"}, **facts})
    return words(compose(load(name, folders()), Material(known=known, today=day)).rendered.markup)


@pytest.mark.parametrize(("began", "asserted"), [("2026-01-02", True), ("2026-01-03", False)])
def test_a_course_is_said_to_have_begun_only_where_it_has(began, asserted):
    said = companion("continuity-of-care-request", treatment={"treatment": "esketamine", "start_on": began})
    assert ("[[MISSING: the day of the first session" not in said) is asserted


@pytest.mark.parametrize(("consent", "said"), [({}, False), ({"representative": "2026-01-01"}, True)])
def test_a_representative_is_named_only_with_the_appointment(consent, said):
    facts = {"patient": {"name": "Jo Fictional", "representative": "Sam Fictional"}, "consent": consent}
    assert ("appointed Sam Fictional in writing" in companion("internal-appeal", **facts)) is said
    assert "appointed Sam" not in companion("thank-you", **facts)


def test_two_providers_are_never_mixed():
    day = date(2026, 1, 2)
    clinic = {"name": "Blue Heron", "npi": "1000000004"}
    other = known_facts(today=day, case={"provider": {"name": "Gray Owl"}}, clinic=clinic)
    assert (other.text("provider.name"), other.text("provider.npi")) == ("Gray Owl", None)
    own = known_facts(today=day, denial={"payee": "BLUE HERON LLC"}, clinic=clinic)
    assert (own.text("provider.name"), own.text("provider.npi")) == ("Blue Heron", "1000000004")
    assert known_facts(today=day, denial={"payee": "BLUE HERON LLC"}).text("provider.name") == "BLUE HERON LLC"


def test_a_sentence_of_the_policy_is_left_out_whole_where_a_part_of_it_is_unmet():
    from ketacli.letters.history import criteria_table
    from tests.eligibility.build import check, criterion, reading, trial

    sentence = "four antidepressants of three classes, each for six weeks"
    read = reading(
        criterion("a", "prior_trials", number=4, quote=sentence),
        criterion("b", "distinct_classes", number=3, quote=sentence),
        criterion("c", "trial_duration", number=6, unit="weeks", quote="each for six weeks or longer"),
        criterion("d", "age_min", number=18, quote="adults"),
    )
    found = check(read, age=40, antidepressant_trials=[trial("sertraline"), trial("duloxetine")])
    assert [row["quote"] for row in criteria_table(found.criteria, ())] == ["adults"]


def test_of_two_open_ways_only_the_shorter_is_asked_for():
    from ketacli.letters.history import criteria_table
    from tests.eligibility.build import check, criterion, reading

    read = reading(
        criterion("a", "pdmp", quote="checked"),
        criterion("b", "observation", number=2, quote="two hours"),
        criterion("c", "age_min", number=18, quote="adults"),
        tree={"any": ["a", {"all": ["b", "c"]}]},
    )
    found = check(read)
    table = criteria_table(found.criteria, (), settling=found.to_settle)
    assert [(row["quote"], row["met"]) for row in table] == [("checked", "")]


@pytest.mark.parametrize(
    ("codes", "is_remittance", "told"),
    [
        (["CO-50"], False, "may not bill you"),
        (["CO-50", "PR-96"], False, None),
        (["CO-50"], True, "provider's own dispute"),
    ],
)
def test_the_writer_is_told_whose_remedy_it_is(codes, is_remittance, told):
    from ketacli.letters.produce import cautions

    known = known_facts(today=date(2026, 1, 2), denial={"carc": codes, "is_remittance": is_remittance})
    assert told in " ".join(cautions(known)) if told else cautions(known) == []
