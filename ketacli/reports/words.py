"""Plain words for the vocabulary of a reading, with the term of art where a person will meet it."""

from __future__ import annotations

from collections.abc import Sequence

TREATMENTS: dict[str, str] = {
    "esketamine": "Spravato (esketamine)",
    "ketamine_iv": "IV ketamine",
    "ketamine_im": "Ketamine by injection into muscle (IM)",
    "ketamine_sc": "Ketamine under the skin (subcutaneous)",
    "ketamine_oral": "Oral ketamine (tablets, troches, lozenges)",
    "ketamine_intranasal": "Compounded ketamine nasal spray",
    "ketamine_any": "Ketamine, whatever the route",
    "ketamine_topical": "Ketamine cream (topical)",
    "ketamine_assisted_psychotherapy": "Ketamine-assisted psychotherapy",
    "other": "Other services",
}
INDICATIONS: dict[str, str] = {
    "trd": "treatment-resistant depression",
    "mdd_si": "major depression with acute suicidal thoughts",
    "mdd": "major depression",
    "bipolar": "bipolar disorder",
    "ptsd": "post-traumatic stress disorder",
    "anxiety": "anxiety disorders",
    "ocd": "obsessive-compulsive disorder",
    "sud": "substance use disorder",
    "chronic_pain": "chronic pain",
    "crps": "complex regional pain syndrome",
    "migraine": "migraine and other headache",
    "anesthesia": "anesthesia",
    "any": "any other use",
}
POSITIONS: dict[str, str] = {
    "covered": "covered",
    "covered_with_criteria": "covered if conditions are met",
    "not_covered": "not covered (excluded)",
    "experimental": "called experimental or investigational",
    "not_medically_necessary": "called not medically necessary",
    "not_addressed": "not mentioned",
}
CRITERIA: dict[str, str] = {
    "age_min": "Lowest age",
    "age_max": "Highest age",
    "diagnosis": "Diagnosis",
    "prior_trials": "Medicines tried without success (failed trials)",
    "trial_duration": "Length of each trial",
    "distinct_classes": "Different classes of medicine",
    "augmentation_trial": "Trial of an add-on medicine (augmentation)",
    "psychotherapy": "Psychotherapy",
    "concurrent_oral_antidepressant": "Taken with an oral antidepressant",
    "severity_scale": "Severity on a rating scale",
    "prescriber": "Who prescribes",
    "rems": "Safety program (REMS) enrollment",
    "setting": "Where it is given",
    "observation": "Observation after each dose",
    "pdmp": "Prescription monitoring record checked (PDMP)",
    "contraindication": "Condition that must be absent (contraindication)",
    "no_psychosis": "No psychosis",
    "no_substance_use": "No substance use disorder",
    "no_pregnancy": "Not pregnant",
    "quantity_limit": "Limit on amount",
    "approval_duration": "Length of an approval",
    "renewal_response": "Improvement needed to renew",
    "prior_authorization": "Approval in advance (prior authorization)",
    "prior_failure_other": "Other treatment tried first",
    "other": "Other condition",
}
COMPARISONS: dict[str, str] = {
    "at_least": "at least",
    "at_most": "at most",
    "more_than": "more than",
    "less_than": "less than",
    "equal": "",
}
SCALES: dict[str, str] = {
    "phq9": "PHQ-9",
    "madrs": "MADRS",
    "hamd17": "HAM-D",
    "qids": "QIDS",
    "bdi": "BDI",
    "cssrs": "C-SSRS",
    "cgi": "CGI",
    "pcl5": "PCL-5",
}


def plural(count: int, one: str, many: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
