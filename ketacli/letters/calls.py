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
        return known.text(path) or otherwise

    return re.sub(r"\{(\w+)\}", fill, text)


def default_script(known: Known) -> str:
    """The call that the case asks for: the claim file after a denial, else the benefit check."""
    return "claim_file" if known.raw("denial.notice_date") is not None else "benefit_check"
