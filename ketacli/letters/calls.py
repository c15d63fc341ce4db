"""Scripts for a call with the insurer, filled from the case as far as it is known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.errors import UsageProblem
from ketacli.letters.known import Known

_PLACES = {
    "treatment": ("treatment.name", "the treatment"),
    "codes": ("treatment.codes", "the codes that the clinic names"),
    "claim": ("denial.claim_number", "the claim (its number is on the notice)"),
    "denied_on": ("denial.notice_date", "the date on the notice"),
    "member_id": ("patient.member_id", "the number on the card"),
}
RECORDING = (
    "Take notes; do not record the call. Some states require that everybody on the line agrees to a recording. "
    "You may ask the insurer for its own."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQuestion:
    """One question of a script."""

    key: str
    ask: str
    """Words to read aloud."""
    then: str
    """What to do with the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallScript:
    """A script as it is read aloud."""

    name: str
    title: str
    say: str
    questions: tuple[CallQuestion, ...]
    rights: tuple[str, ...]
    """Rights that may be quoted in this plan."""


@cache
def _scripts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("calls.toml").read_text("utf-8"))


def script_names() -> list[str]:
    """Names of the scripts."""
    return list(_scripts())


def script(name: str, known: Known, rights: tuple[str, ...] = ()) -> CallScript:
    """A script for this case. Raises UsageProblem for an unknown name."""
    if name not in _scripts():
        raise UsageProblem(f"there is no call script {name!r}", hint=f"Choose one of: {', '.join(script_names())}.")
    record = _scripts()[name]
    return CallScript(
        name=name,
        title=record["title"],
        say=_filled(record["say"], known),
        questions=tuple(
            CallQuestion(key=row["key"], ask=_filled(row["ask"], known), then=row["then"])
            for row in record["ask"]
            if _fits(row, known)
        ),
        rights=rights,
    )


def _fits(row: Mapping[str, Any], known: Known) -> bool:
    wanted = row.get("when")
    return not wanted or bool({known.text("treatment.treatment"), known.text("plan.plan_type")} & set(wanted))


def _filled(text: str, known: Known) -> str:
    """Places filled with facts, or with words that say where the fact is found; values are not looked at again."""

    def fill(found: re.Match[str]) -> str:
        path, otherwise = _PLACES[found.group(1)]
        usual = _usual_codes(known.text("treatment.treatment")) if path == "treatment.codes" else ""
        return known.text(path) or usual or otherwise

    return re.sub(r"\{(\w+)\}", fill, text)


_ROLES = ("visit_with_drug", "drug", "administration")


def _usual_codes(treatment: str | None) -> str:
    """Codes that are in use for a treatment, for a call before the clinic has named its own; empty where none is."""
    if treatment is None:
        return ""
    from ketacli import facts

    drugs = {treatment, "ketamine_any"} if treatment.startswith("ketamine") else {treatment}
    found = [
        fact
        for fact in facts.subject("codes")
        if fact.settled
        and fact.get("role") in _ROLES
        and fact.get("system") != "NDC"
        and drugs & set(fact.get("treatments") or ())
        and not fact.get("valid_until")
        and fact.get("medicare") not in ("ended", "not_ketamine")
    ]
    found.sort(key=lambda fact: _ROLES.index(str(fact.get("role"))))
    codes = ", ".join(dict.fromkeys(str(fact.get("code")) for fact in found))
    return f"{codes} (those in use; the clinic names its own)" if codes else ""


def call_entry(name: str, said: Mapping[str, str], day: str) -> dict[str, object]:
    """The log entry of a script's call: who, reference and promise in their own fields, the rest as notes."""
    own = {key: said[key] for key in ABOUT_THE_CALL if key in said}
    notes = {key: text for key, text in said.items() if key not in ABOUT_THE_CALL}
    return {"on": day, "script": name, **own, "notes": notes}


ABOUT_THE_CALL: dict[str, str] = {
    "number": "Which number did you dial?",
    "with": "Who is on the line? First name, and an ID or the first letter of the last name:",
    "reference": "The reference number of this call:",
    "promised_by": "By which day did they promise to act? (YYYY-MM-DD)",
}
"""Fields of a call's log besides the questions, with the words that ask for each."""


def default_script(known: Known) -> str:
    """The call that the case asks for: the claim file after a denial, else the benefit check."""
    return "claim_file" if known.raw("denial.notice_date") is not None else "benefit_check"
