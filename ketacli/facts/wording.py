"""Words in one form, so that a question and an answer that mean the same share their words."""

from __future__ import annotations

import re

_STOP_WORDS = """
a about after afterwards an and any are as at be been by can cannot could did do does for from get has have how i if
in into is it its me my need now of on or our see should so some than that the their them then there they this to up us
was we what when where which who why will with would you your
"""
_STOP = frozenset(_STOP_WORDS.split())
_SAME = {
    "coverage": "cover",
    "documents": "record",
    "papers": "record",
    "financing": "loan",
    "legal": "right",
    "spravato": "esketamine",
    "ketalar": "ketamine",
    "insurer": "insurance",
    "insured": "insurance",
    "plan": "insurance",
    "payer": "insurance",
    "price": "cost",
    "much": "cost",
    "expensive": "cost",
    "pay": "cost",
    "copayment": "copay",
    "rejected": "denied",
    "refused": "denied",
    "denial": "denied",
    "deny": "denied",
    "preauthorization": "authorization",
    "approval": "authorization",
    "approved": "authorization",
    "preapproval": "authorization",
    "duration": "long",
    "length": "long",
    "charity": "grant",
    "risk": "safety",
    "safe": "safety",
    "dangerous": "safety",
    "effect": "safety",
    "suicidal": "suicide",
    "auth": "authorization",
    "pregnant": "pregnancy",
    "va": "veteran",
}


def terms(text: str) -> list[str]:
    """Words that carry meaning, in one form: `Spravato sessions` → `esketamine`, `session`."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'s", "").replace("-", " "))
    return [_SAME.get(word, _SAME.get(_stem(word), _stem(word))) for word in words if word not in _STOP]


def _stem(word: str) -> str:
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
