"""Values of options that the fact commands share, read once."""

from __future__ import annotations

from decimal import Decimal

from ketacli.errors import UsageProblem

_NICKNAMES = {"spravato": "esketamine", "ketamine": "ketamine_any", "iv": "ketamine_iv", "im": "ketamine_im"}


def as_treatment(word: str | None) -> str | None:
    """A treatment's id; `spravato` and `ketamine` are understood. Raises UsageProblem with the nearest one."""
    if word is None:
        return None
    from ketacli.reports.words import TREATMENTS

    offered = [name for name in TREATMENTS if name != "other"]
    wanted = word.strip().lower().replace("-", "_")
    wanted = _NICKNAMES.get(wanted, wanted)
    if wanted in offered:
        return wanted
    from difflib import get_close_matches

    near = get_close_matches(wanted, offered, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageProblem("--treatment is not known", hint=f"{hint}Choose one of: {', '.join(offered)}.")


def as_state(word: str | None) -> str | None:
    """The two letters of the State where somebody lives. Raises UsageProblem."""
    if word is None:
        return None
    from ketacli.deadlines.states import STATES

    wanted = " ".join(word.split())
    codes = {name.lower(): code for code, name in STATES.items()}
    code = wanted.upper() if wanted.upper() in STATES else codes.get(wanted.lower())
    if code is None:
        raise UsageProblem("--state is no State or territory", hint="Write two letters, as in --state CA.")
    return code


def as_amount(text: str | None, option: str) -> Decimal | None:
    """Dollars of an option. Raises AnswersProblem that names the option."""
    if text is None:
        return None
    from ketacli.cost.money import dollars

    return dollars(text, option)
