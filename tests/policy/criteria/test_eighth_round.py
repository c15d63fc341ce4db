"""Ways in which payers write authorization, settings, renewals, limits and waivers: sentences of our own."""

from __future__ import annotations

import pytest

ESKETAMINE = [("esketamine", "trd", "covered_with_criteria")]
BOTH = [*ESKETAMINE, ("ketamine_iv", "crps", "covered_with_criteria")]
HEAD = "# Larch Valley Health\n\nSpravato is covered for treatment-resistant depression when two drugs have failed.\n\n"


@pytest.mark.parametrize(
    ("text", "treatments"),
    [
        ("## Codes\n\nCode J0013 is now on the list of codes that require prior authorization.", {"esketamine"}),
        ("## Billing\n\nPrior approval is needed for both drugs.", {"esketamine", "ketamine_iv"}),
        ("## Benefits\n\nPrecertification of Spravato is required.", {"esketamine"}),
        ("## Pharmacy\n\nSpravato claims will reject until a request is approved.", {"esketamine"}),
        ("## Your clinic visit\n\nCall the plan before treatment with esketamine.", {"esketamine"}),
        ("## How it works\n\nWe pay for Spravato if we give our OK first.", {"esketamine"}),
        ("## Coverage\n\nSpravato is payable once prior authorization is approved.", {"esketamine"}),
        ("## Coverage\n\nSpravato is payable only if prior authorization has been obtained.", {"esketamine"}),
        ("## Notes\n\nApproval in advance is needed for infusions under II.C and for esketamine under II.D.", set()),
        ("## History\n\nUntil 2024 prior authorization was required for Spravato.", set()),
        ("## Coverage\n\nSpravato does not need prior authorization.", set()),
    ],
)
def test_authorization_wherever_it_stands(reading, text, treatments) -> None:
    found, _, _ = reading(HEAD + text, ".md", BOTH)
    told = {one.treatment for one in found if one.type == "prior_authorization" and one.required}
    assert told == treatments or (not treatments and told <= {"esketamine", "ketamine_iv"} and "infusions" in text)


@pytest.mark.parametrize(
    "title",
    ["Spravato Prior Authorization Request Form", "Authorization Request: Esketamine nasal spray", "PA Form Spravato"],
)
def test_the_title_of_a_form_asks_for_authorization(reading, title) -> None:
    found, _, _ = reading(f"# {title}\n\nIs the patient 18 years of age or older?\n", ".md", ESKETAMINE)
    assert "prior_authorization" in {one.type for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Esketamine is begun in an inpatient psychiatric unit",
        "Started in the ED or an inpatient setting",
        "The patient is hospitalized",
        "A psychiatrist supervises the infusion in a hospital or a surgery center",
        "It is furnished as an inpatient or hospital outpatient service",
    ],
)
def test_settings(asks, text) -> None:
    assert "setting" in {item.type for item in asks(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The member is hospitalized or was discharged within the past 3 days",
        "Treatment starts in a hospital or within 48 hours after discharge",
    ],
)
def test_a_stay_that_may_be_over_is_no_setting(asks, text) -> None:
    assert "setting" not in {item.type for item in asks(text)}


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("First approval 8 weeks, then up to 6 months at a time given a fall of at least 40%", 40, "percent"),
        (
            "The first approval is for 3 months and later ones for 6 months, if the MADRS dropped by half",
            50,
            "percent",
        ),
        (
            "After the first 3 months we approve up to 9 months more if the PHQ-9 is 6 points lower",
            6,
            "points",
        ),
    ],
)
def test_responses_in_a_clause(asks, text, number, unit) -> None:
    found = [item for item in asks(text, in_list=False) if item.type == "renewal_response"]
    assert [(item.number, item.unit) for item in found] == [(number, unit)]


def test_percent_on_one_scale_or_points_on_another(asks) -> None:
    found = asks("The scores have improved: MADRS by 40% or more, or CGI-S by 1 points or more", scope="renewal")
    assert {(one.number, one.unit) for one in found if one.type == "renewal_response"} == {
        (40, "percent"),
        (1, "points"),
    }
    assert "severity_scale" not in {one.type for one in found}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Spravato is reasonable and necessary, for one 4-week course, for adults in a suicidal crisis", (4, "weeks")),
        ("Approved once, for 4 weeks, when questions 3 and 4 are answered yes", (4, "weeks")),
        ("Each later request covers six months", (6, "months")),
        ("Length: 10 weeks", (10, "weeks")),
        ("We also cover Spravato, for up to 4 weeks, for an adult with suicidal thoughts", (4, "weeks")),
        ("We approve the first 5 months when the notes show a response", (5, "months")),
    ],
)
def test_lengths_of_approval(asks, text, length) -> None:
    found = [(one.number, one.unit) for one in asks(text, in_list=False) if one.type == "approval_duration"]
    assert found == [length]


@pytest.mark.parametrize(
    "text",
    [
        "A course is authorized for an adult of 18 years or older who left the hospital in the previous ten days",
        "A further series may be authorized no sooner than 10 weeks after the first",
        "One inpatient course of no more than 6 days is covered in 12 months",
    ],
)
def test_spans_that_are_no_approval(asks, text) -> None:
    assert "approval_duration" not in {one.type for one in asks(text, in_list=False)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Doses above 84 mg are not covered", 84),
        ("More than 9 sessions in 28 days will not be approved", 9),
        ("A further series of 4 infusions may be certified", 4),
        ("One series of up to 6 consecutive daily infusions", 6),
    ],
)
def test_limits_that_a_refusal_sets(asks, text, number) -> None:
    found = [(one.number, one.comparison) for one in asks(text, in_list=False) if one.type == "quantity_limit"]
    assert found == [(number, "at_most")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Deleted: completion of psychotherapy", "psychotherapy"),
        ("TRD: psychotherapy requirement dropped", "psychotherapy"),
        ("A baseline score is no longer required for either use", "severity_scale"),
        ("Electroconvulsive therapy is never a step to Spravato", "prior_failure_other"),
        ("Criterion 4 (PHQ-9 of 18 or more) is deleted", "severity_scale"),
    ],
)
def test_what_is_lifted(asks, text, kind) -> None:
    found = [(one.type, one.required) for one in asks(text)]
    assert (kind, False) in found
    assert (kind, True) not in found


@pytest.mark.parametrize(
    "text",
    [
        "A psychiatrist has diagnosed you with major depressive disorder",
        "Complex regional pain syndrome that conforms to the Budapest criteria",
        "The member has one of these diagnosis codes: F322, F332",
        "A structured interview shows a major depressive episode",
    ],
)
def test_diagnoses(asks, text) -> None:
    assert "diagnosis" in {one.type for one in asks(text)}


def test_how_long_pain_has_lasted_is_no_therapy(asks) -> None:
    found = asks("The pain has lasted more than 9 months and both physical therapy and nerve blocks brought no relief")
    assert {one.number for one in found if one.type == "prior_failure_other"} == {None}


def test_what_is_refused_does_not_run_on_into_the_next_paragraph(reading) -> None:
    text = (
        "Ketamine infusions are not covered for depression.\n\n"
        "A psychiatrist must prescribe the spray, and prior authorization is required.\n"
    )
    found, _, _ = reading("Spravato is covered for treatment-resistant depression.\n\n" + text)
    assert {"prescriber", "prior_authorization"} <= {one.type for one in found if one.treatment == "esketamine"}


def test_the_records_of_one_patient_ask_for_nothing(reading) -> None:
    text = (
        "Your plan covers Spravato for treatment-resistant depression when the criteria are met.\n\n"
        "The notes show a MADRS score of 31 before treatment and of 25 on May 4, 2026. That is a reduction of 19%.\n"
    )
    found, _, _ = reading(text)
    assert not [one for one in found if one.type in ("severity_scale", "renewal_response")]
