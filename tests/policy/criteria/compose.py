"""Criteria with known answers, to be composed into policies: each clause comes in several wordings."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 6: "six", 8: "eight", 10: "ten", 12: "twelve"}


@dataclass(frozen=True)
class Clause:
    """One item of a list with what it asks for: (type, number, comparison)."""

    text: str
    answers: tuple[tuple[str, object, object], ...]


def spelled(number: int, how: int) -> str:
    """A number in digits, in words, or in both."""
    word = WORDS.get(number)
    return (str(number), word or str(number), f"{word} ({number})" if word else str(number))[how]


def _age(number: int, how: int) -> Clause:
    forms = (
        "Age {} years or older",
        "The member is at least {} years of age",
        "Patient is ≥ {} years old",
        "Aged {} and over",
    )
    return Clause(forms[how % 4].format(number), (("age_min", number, "at_least"),))


def _trials(number: int, how: int) -> Clause:
    forms = (
        "Inadequate response to at least {} antidepressants",
        "{} or more antidepressants did not bring a response",
        "Trial and failure of a minimum of {} antidepressants",
        "No fewer than {} antidepressants were tried without success",
    )
    return Clause(forms[how % 4].format(spelled(number, how % 3)), (("prior_trials", number, "at_least"),))


def _long_trials(number: int, weeks: int, how: int) -> Clause:
    forms = (
        "At least {} antidepressants, each for {} weeks or longer, have failed",
        "Nonresponse to {} antidepressants, each used for at least {} weeks",
        "{} antidepressants, each taken for no less than {} weeks at an adequate dose, were ineffective",
    )
    text = forms[how % 3].format(spelled(number, how % 2), spelled(weeks, how % 3))
    return Clause(text, (("prior_trials", number, "at_least"), ("trial_duration", weeks, "at_least")))


def _scale(name: tuple[str, str], number: int, how: int) -> Clause:
    forms = (
        "{} score of {} or more",
        "{} ≥ {}",
        "Baseline {} of at least {} within the last 30 days",
        "A {} score of {} or higher",
    )
    return Clause(forms[how % 4].format(name[0], number), (("severity_scale", number, "at_least"),))


def _quantity(number: int, how: int) -> Clause:
    forms = (
        "No more than {} devices in 28 days",
        "The quantity does not exceed {} devices per 28 days",
        "Up to {} devices every 28 days",
    )
    return Clause(forms[how % 3].format(number), (("quantity_limit", number, "at_most"),))


_PLAIN = (
    ("Prescribed by a psychiatrist", "prescriber"),
    ("The prescriber is a psychiatrist, or has consulted one", "prescriber"),
    ("Spravato is taken together with an oral antidepressant", "concurrent_oral_antidepressant"),
    ("The site is certified under the REMS", "rems"),
    ("The prescriber has checked the PDMP", "pdmp"),
    ("No history of psychosis", "no_psychosis"),
    ("Does not have an active substance use disorder", "no_substance_use"),
    ("Is not pregnant", "no_pregnancy"),
    ("A diagnosis of major depressive disorder", "diagnosis"),
    ("Electroconvulsive therapy has failed", "prior_failure_other"),
)
_how = st.integers(0, 11)
clauses = st.one_of(
    st.builds(_age, st.integers(16, 25), _how),
    st.builds(_trials, st.sampled_from([2, 3, 4, 6]), _how),
    st.builds(_long_trials, st.sampled_from([2, 3, 4]), st.sampled_from([4, 6, 8, 10, 12]), _how),
    st.builds(
        _scale, st.sampled_from([("PHQ-9", "phq9"), ("MADRS", "madrs"), ("HAM-D", "hamd17")]), st.integers(8, 40), _how
    ),
    st.builds(_quantity, st.integers(4, 24), _how),
    st.sampled_from(_PLAIN).map(lambda row: Clause(row[0], ((row[1], None, None),))),
)
