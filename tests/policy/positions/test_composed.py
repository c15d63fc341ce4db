"""Policies composed from clauses with known answers: whatever the words, order and layout, the reading is the sum."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policy.positions.reading import positions_of, said

TREATMENTS = {
    "esketamine": ["Spravato", "Esketamine nasal spray", "Spravato (esketamine)", "Intranasal esketamine"],
    "ketamine_iv": ["Intravenous ketamine", "Ketamine infusion", "Ketamine given by vein", "Ketamine (IV)"],
    "ketamine_oral": ["Oral ketamine", "Ketamine lozenges", "Ketamine troches", "Sublingual ketamine"],
    "ketamine_im": ["Intramuscular ketamine", "Ketamine injected into a muscle"],
}
INDICATIONS = {
    "trd": ["treatment-resistant depression", "treatment resistant depression (TRD)"],
    "ptsd": ["posttraumatic stress disorder", "PTSD", "post-traumatic stress disorder (PTSD)"],
    "bipolar": ["bipolar depression", "bipolar disorder"],
    "ocd": ["obsessive-compulsive disorder", "OCD"],
    "migraine": ["migraine", "chronic migraine"],
    "crps": ["complex regional pain syndrome", "CRPS"],
}
VERDICTS = {
    "experimental": [
        "is considered investigational for {i}.",
        "is experimental and unproven for {i}.",
        "for {i} is regarded as investigational.",
        "remains investigational for {i}, because studies are few.",
    ],
    "not_covered": [
        "is not covered for {i}.",
        "for {i} is excluded from coverage.",
        "is not a covered benefit for {i}.",
        "will not be covered for {i}.",
    ],
    "not_medically_necessary": [
        "is considered not medically necessary for {i}.",
        "for {i} is deemed not medically necessary.",
    ],
    "covered_with_criteria": [
        "is considered medically necessary for {i} when all of the criteria below are met.",
        "is covered for {i} if two antidepressants have failed.",
        "may be covered for {i} after prior authorization.",
    ],
}
BETWEEN = [
    "Records must be sent with every request.",
    "Other health plans have taken different views.",
    "The FDA approved the nasal spray in 2019.",
    "Claims are filed within one year.",
]


@st.composite
def policies(draw):
    """A text and the positions that it states, one clause for each pair."""
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(TREATMENTS)), st.sampled_from(sorted(INDICATIONS))),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    truth, sentences = {}, []
    for treatment, indication in pairs:
        position = draw(st.sampled_from(sorted(VERDICTS)))
        words = draw(st.sampled_from(VERDICTS[position])).format(i=draw(st.sampled_from(INDICATIONS[indication])))
        truth[treatment, indication] = position
        sentences.append(f"{draw(st.sampled_from(TREATMENTS[treatment]))} {words}")
        if draw(st.booleans()):
            sentences.append(draw(st.sampled_from(BETWEEN)))
    joint = draw(st.sampled_from([" ", "\n\n", "\n- "]))
    lead = "- " if joint == "\n- " else ""
    return lead + joint.join(sentences), truth


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies())
def test_the_reading_of_a_composition_is_the_composition(policy):
    text, truth = policy
    with tempfile.TemporaryDirectory() as folder:
        assert said(positions_of(text, Path(folder))) == truth


@st.composite
def refusal_lists(draw):
    """A lead-in and bare items."""
    treatment = draw(st.sampled_from(sorted(TREATMENTS)))
    uses = draw(st.lists(st.sampled_from(sorted(INDICATIONS)), min_size=1, max_size=5, unique=True))
    lead, position = draw(
        st.sampled_from(
            [
                ("{t} is considered investigational for the following conditions:", "experimental"),
                ("{t} is not covered for any of the following:", "not_covered"),
                ("The following uses of {t} are considered not medically necessary:", "not_medically_necessary"),
            ]
        )
    )
    marker = draw(st.sampled_from(["- ", "• ", "{n}. ", "({n}) "]))
    items = [
        marker.format(n=number) + draw(st.sampled_from(INDICATIONS[use])) + draw(st.sampled_from(["", ";"]))
        for number, use in enumerate(uses, 1)
    ]
    text = lead.format(t=draw(st.sampled_from(TREATMENTS[treatment]))) + "\n" + "\n".join(items)
    return text, {(treatment, use): position for use in uses}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(refusal_lists())
def test_a_lead_in_reaches_every_bare_item(policy):
    text, truth = policy
    with tempfile.TemporaryDirectory() as folder:
        assert said(positions_of(text, Path(folder))) == truth
