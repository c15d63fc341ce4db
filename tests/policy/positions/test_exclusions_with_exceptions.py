"""Numbered exclusions whose next sentence tells what they leave out, and packages of therapy with ketamine."""

import pytest

from tests.policy.positions.reading import positions_of, said

HEAD = "MEMBER BENEFIT BOOKLET\n\nWHAT IS NOT COVERED\n\nWe do not pay for the services in this list:\n\n"
LIST = """1. Experimental services.
2. Ketamine infusions for long-lasting pain or for headache. {exception}
3. {package} Therapy that is billed alone is covered under Chapter 3.
4. Weight-loss programs.
"""


@pytest.mark.parametrize(
    "exception",
    [
        "Complex regional pain syndrome is the one exception: we cover one series a year, with prior approval, after "
        "nerve blocks have failed.",
        "CRPS is the only exception; we cover it when nerve blocks have failed.",
        "Complex regional pain syndrome is the\nsole exception: we pay for up to five infusions if blocks have failed.",
    ],
)
def test_an_exception_after_an_exclusion_takes_its_use_out(tmp_path, exception):
    text = LIST.format(exception=exception, package="Psychotherapy that is sold as a package with ketamine.")
    found = said(positions_of(text, tmp_path, "plan_document", head=HEAD))
    assert found["ketamine_iv", "chronic_pain"] == found["ketamine_iv", "migraine"] == "not_covered"
    assert found["ketamine_iv", "crps"] == "covered_with_criteria"


@pytest.mark.parametrize(
    "package",
    [
        "Psychotherapy that is sold as a package with ketamine or another drug.",
        "Counseling that is offered as part of a program with ketamine.",
        "Talk therapy which is marketed in a bundle with ketamine.",
    ],
)
def test_therapy_in_a_package_with_ketamine_is_refused(tmp_path, package):
    text = LIST.format(exception="", package=package)
    found = said(positions_of(text, tmp_path, "plan_document", head=HEAD))
    assert found["ketamine_assisted_psychotherapy", "any"] == "not_covered"
    assert not [pair for pair, position in found.items() if position.startswith("covered")]
