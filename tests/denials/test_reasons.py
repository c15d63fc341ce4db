from __future__ import annotations

import pytest

from ketacli.denials import read_letter_document
from ketacli.denials.adjustment_codes import acts_for
from ketacli.denials.reasons import reasons_of_codes
from ketacli.documents.read import read_document

HEAD = "Date: 09/08/2026\n\nMember ID: WTG 0441973\nReference number: R-55120\n\nDear Zelda Nettlebed:\n\n"


def reasons(body: str) -> set[str]:
    found = read_letter_document(read_document("-", data=f"{HEAD}{body}\n".encode()))
    assert found.denial is not None
    return set(found.denial["reasons"])


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("We denied the infusions because they are considered experimental.", {"experimental"}),
        (
            "We denied it. The treatment is unproven and not medically necessary.",
            {"experimental", "not_medically_necessary"},
        ),
        ("We can't approve Spravato. You haven't tried two antidepressants from different classes.", {"step_therapy"}),
        ("The claim was denied. No prior authorization was on file.", {"no_prior_authorization"}),
        ("We will not pay. Ketamine for a mental condition is excluded under your plan.", {"excluded_benefit"}),
        ("Denied: the clinic is out of network.", {"out_of_network"}),
        ("We denied the request. The drug is not approved by the FDA for this use.", {"off_label"}),
        ("We denied the request. The number of sessions exceeds the limit in the policy.", {"quantity_limit"}),
        ("We denied the claim. We did not receive the records.", {"missing_information"}),
        ("The claim was denied. It was received after the filing limit.", {"timely_filing"}),
        ("We denied the claim. Your coverage ended on 03/31/2026.", {"eligibility"}),
        ("The claim was denied as a duplicate.", {"duplicate"}),
        ("We cannot certify the stay. A lower level of care is enough.", {"level_of_care"}),
        ("The claim was denied because the modifier does not go with the procedure code.", {"coding"}),
        ("We denied the request. The site of care is not covered.", {"site_of_care"}),
    ],
)
def test_each_reason_in_the_words_of_letters(body, wanted):
    assert reasons(body) == wanted


def test_what_the_letter_disowns_is_no_reason():
    body = (
        "The service is excluded. Because the exclusion applies, we did not review medical necessity, and we did "
        "not treat "
        "the service as experimental."
    )
    assert reasons(f"We will not pay. {body}") == {"excluded_benefit"}


def test_the_part_on_appeals_gives_no_reason():
    body = (
        "We denied the request because the clinic is out of network.\n\nYour appeal rights\n\nAn external review "
        "is open if the "
        "denial involved medical necessity or an experimental treatment."
    )
    assert reasons(body) == {"out_of_network"}


def test_not_covered_alone_is_an_exclusion_and_beside_a_reason_it_is_not():
    assert reasons("We denied the request. Ketamine troches are not covered.") == {"excluded_benefit"}
    assert reasons("We denied the request. It is not covered because it is investigational.") == {"experimental"}


def test_codes_stand_for_reasons():
    assert reasons_of_codes(["197", "50", "18", "29", "45"]) == [
        "no_prior_authorization",
        "not_medically_necessary",
        "duplicate",
        "timely_filing",
    ]


def test_codes_say_what_to_do():
    acts = {act.code: act for act in acts_for([("CO", "50"), ("PR", "204")], ["MA130"])}
    assert acts["50"].actions == ("appeal",)
    assert acts["MA130"].appealable is False
    assert acts["CO"].billable_to_patient is False
    assert all(act.source and act.as_of for act in acts.values())


def test_an_unknown_code_is_said_to_be_unknown():
    (act,) = acts_for([(None, "999")], [])
    assert act.actions == ()
    assert act.source is None
    assert "not in the list" in act.meaning
