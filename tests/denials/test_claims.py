"""A reading of a denial as plain fields for a letter."""

from __future__ import annotations

from ketacli.denials.claims import flat

RECORD = {
    "member_name": "Jo Fictional",
    "claim_number": None,
    "reason_quotes": [{"value": "experimental", "page": 1, "quote": "It is experimental."}],
    "carc": [{"value": "50", "group": "CO", "page": 1, "quote": "CO-50"}, {"value": "A1", "group": None}],
    "peer_to_peer": {"phone": "555-0111", "window": None},
    "case": [{"treatment": "ketamine_iv", "indication": "ptsd"}, {"treatment": "ketamine_iv", "indication": "mdd"}],
    "conflict": {"notice_date": []},
    "evidence": {"member_name": {"page": 1, "quote": "Jo"}},
}


def test_quotes_codes_and_calls_become_texts_and_what_is_unclear_is_absent():
    assert flat(RECORD) == {
        "member_name": "Jo Fictional",
        "reason_quotes": ["It is experimental."],
        "carc": ["CO-50", "A1"],
        "peer_to_peer_phone": "555-0111",
        "treatment": "ketamine_iv",
    }


def test_a_flat_record_stays_as_it_is():
    once = flat(RECORD)
    assert flat(once) == once
