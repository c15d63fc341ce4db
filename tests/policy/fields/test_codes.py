from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.documents.read import read_document
from ketacli.policy.building import build_outline
from ketacli.policy.fields import find_codes
from tests.policy.fields.helpers import document, stands_on_page


def codes(text: str) -> list[tuple[str, str, str]]:
    read, outline = document(text)
    found = find_codes(read, outline)
    assert all(stands_on_page(read, one.page, one.quote) for one in found)
    return [(one.code, one.system, one.status) for one in found]


def test_each_system():
    text = (
        "Codes\n\nG2082 Visit with up to 56 mg of esketamine\n96365 Intravenous infusion, first hour\nF33.2 "
        "Major depressive disorder, severe\n"
        "NDC 50458-028-02\nRevenue code 0636\n"
    )
    assert codes(text) == [
        ("G2082", "HCPCS", "listed"),
        ("96365", "CPT", "listed"),
        ("F33.2", "ICD-10-CM", "listed"),
        ("50458-028-02", "NDC", "listed"),
        ("0636", "REV", "listed"),
    ]


def test_diagnoses_without_a_dot_get_one_and_ranges_stay():
    assert codes("Covered with diagnosis codes F320, F3341 and F32.0-F32.9.") == [
        ("F32.0", "ICD-10-CM", "listed"),
        ("F33.41", "ICD-10-CM", "listed"),
        ("F32.0-F32.9", "ICD-10-CM", "listed"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Write to the procedure review unit, P.O. Box 9917, Jackson Falls, MS 39000.",
        "Call 1-800-555-0141 with the code on your card.",
        "The example costs $12,700 and the deductible is 1500.",
        "In 2019 a study of 12345 patients was published.",
        "Group: B2201   Member ID: G2083",
        "Policy number A59250. Form M0013.",
    ],
)
def test_numbers_that_are_no_codes(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Coding\n\nS0013 Esketamine, nasal spray, 1 mg (code deleted 12/31/2025)\n", "removed"),
        ("Codes that are not covered\n\nJ3490 Unclassified drugs\n", "not_covered"),
        ("Codes considered investigational:\n\nJ3490 Unclassified drugs\n", "not_covered"),
        ("Codes\n\nConsidered medically necessary when criteria are met:\n\nJ3490 Unclassified drugs\n", "listed"),
        ("G2082 and G2083 are not accepted on this form.\n", "not_covered"),
    ],
)
def test_standing_of_a_code(text, status):
    assert {found[2] for found in codes(text)} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "Coding\n\nHCPCS code S0013 will no longer be accepted.\n",
        "Coding\n\nHCPCS code S0013 is no longer payable as of January 1, 2027.\n",
        "Coding\n\nHCPCS S0013 will not be accepted for dates of service after June 30.\n",
        "Coding\n\nFrom July 1 we no longer accept HCPCS code S0013.\n",
        "Coding\n\n| Code | Policy | What happens |\n|---|---|---|\n| S0013 | 4.22 | Removed; claims go back |\n",
        "Coding\n\n| Code | Policy | What happens |\n|---|---|---|\n| S0013 | 4.22, 5.01 | Dropped on January 1 |\n",
        "History\n\n| Date | Change |\n|---|---|\n| 07/22/2026 | New HCPCS code added in place of S0013. |\n",
        "Coding\n\nThe new HCPCS code takes the place of S0013.\n",
        "Coding\n\nBill the new HCPCS code instead of S0013.\n",
        "Coding\n\nThe new HCPCS code supersedes the old code S0013.\n",
    ],
)
def test_ways_to_say_that_a_code_is_gone(text):
    assert codes(text) == [("S0013", "HCPCS", "removed")]


@pytest.mark.parametrize(
    "text",
    [
        "Coding\n\nHCPCS code G2082 may be billed once a day. The older form is no longer accepted.\n",
        "Coding\n\nG2082 Visit with up to 56 mg. S0013 is retired.\n",
    ],
)
def test_what_is_said_of_something_else_leaves_the_code(text):
    assert ("G2082", "HCPCS", "listed") in codes(text)


def test_letters_only_list():
    text = "Dear Zelda Nettlebed:\n\nMember ID: WTG 0441973\n\nWe denied J3490 because it is not covered.\n"
    assert codes(text) == [("J3490", "HCPCS", "listed")]


def test_what_is_said_of_a_code_is_not_said_of_the_one_beside_it():
    found = codes("Codes\n\n96365 Infusion, first hour\n\nG43.709 Chronic migraine: investigational with 96365\n")
    assert ("96365", "CPT", "listed") in found
    assert ("96365", "CPT", "not_covered") not in found
    assert ("G43.709", "ICD-10-CM", "not_covered") in found


def test_a_procedure_code_in_the_middle_of_a_paragraph():
    found = codes("Codes\n\nJ7999 is denied for compounded ketamine. 96372 is denied when ketamine is injected.\n")
    assert ("96372", "CPT", "not_covered") in found


@pytest.mark.parametrize(
    "remark",
    [
        "A code in these tables does not imply that the service is covered or non-covered.",
        "The presence of a code below does not mean that it is payable or excluded.",
        "Codes are given for reference; their listing does not guarantee payment, nor is it a denial.",
        "This list doesn't determine whether a service is covered or not covered.",
    ],
)
def test_what_a_list_of_codes_does_not_mean_says_nothing_of_its_codes(remark):
    text = f"Applicable codes\n\n{remark}\n\nG2082 Visit with up to 56 mg of esketamine\nJ3490 Unclassified drugs\n"
    assert [status for _, _, status in codes(text)] == ["listed", "listed"]


def test_what_a_list_of_codes_says_beside_that_counts():
    text = "Codes\n\nThe following codes are not covered. This does not mean that others are.\n\nJ3490 Drugs\n"
    assert codes(text) == [("J3490", "HCPCS", "not_covered")]


SYSTEMS = """# Ketamine and esketamine

## Codes

| System | Code | Description |
|---|---|---|
| HCPCS | S0013 | Esketamine, nasal spray, 1 mg (deleted code, 12/31/2025) |
| ICD-10-CM | F32.1 | Major depressive disorder, single episode, moderate |
| ICD-10-CM | F33.2 | Major depressive disorder, recurrent, severe |

| Code | Description | Status |
|---|---|---|
| 96365 | Intravenous infusion, initial, up to 1 hour | Subject to Section I |
| F43.10 | Post-traumatic stress disorder | Investigational for 96365, 96366 with ketamine |
"""


def test_a_deleted_code_heads_no_list_and_a_code_that_is_referred_to_is_none_of_the_list():
    read = read_document(Path("policy.md"), data=SYSTEMS.encode())
    found = {(one.code, one.status) for one in find_codes(read, build_outline(read))}
    assert found == {
        ("S0013", "removed"),
        ("F32.1", "listed"),
        ("F33.2", "listed"),
        ("96365", "listed"),
        ("F43.10", "not_covered"),
    }


def test_claims_with_a_code_are_denied():
    text = (
        "Ketamine policy\n\nKetamine is investigational for depression, and claims with HCPCS code J3490 are denied.\n"
    )
    assert codes(text) == [("J3490", "HCPCS", "not_covered")]
