"""What to do next, in plain sentences, from what the document says and what its codes ask for."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.denials.adjustment_codes import CONTRACT
from ketacli.denials.model import Act, ActByDate

_APPROVED = (
    "Nothing was denied. Note the dates and the number of sessions that are approved, and ask for renewal before "
    "they end."
)
_PENDED = (
    "This is not a denial. Have the clinic send what is asked for by the date in the letter, and keep proof of sending."
)
_MA130 = (
    "A line carries MA130: it cannot be appealed. Have a complete claim sent; the limit for filing claims keeps "
    "running."
)


def next_steps(
    letter: dict[str, object], eob: dict[str, object] | None, acts: tuple[Act, ...], dates: ActByDate | None
) -> tuple[str, ...]:
    """Steps for a letter or statement in the order in which they are due."""
    kind = letter.get("letter_type")
    if kind == "approval":
        return (_APPROVED,)
    if kind == "request_for_information":
        return (_PENDED,)
    return tuple(dict.fromkeys([*_money_steps(eob), *_denial_steps(letter, acts, dates)]))


def _denial_steps(letter: dict[str, object], acts: tuple[Act, ...], dates: ActByDate | None) -> Iterator[str]:
    if not letter.get("is_denial"):
        return
    if dates and dates.date:
        yield (
            f"Work to {dates.date.isoformat()}"
            + (" (provisional)" if dates.provisional else "")
            + "; keep proof of sending."
        )
    if any(act.code == "MA130" for act in acts):
        yield _MA130
    yield from (f"{_named(act)}: {act.first_step}" for act in acts if act.system == "CARC" and act.code not in CONTRACT)
    peer = letter.get("peer_to_peer")
    if peer:
        yield (
            "Ask the prescriber to take the offered call with the plan's clinician now; the time for it is often short."
        )
    if letter.get("claim_file_offered"):
        yield "Ask in writing for the whole claim file; the letter offers it."
    if letter.get("funding") is None:
        yield (
            "The letter does not say who pays the claims. Ask whether the plan is self-funded or insured: the "
            "law differs."
        )
    yield "`ketacli rights` shows every level of appeal with its dates; `ketacli appeal` writes the letter."


def _named(act: Act) -> str:
    return f"{act.group}-{act.code}" if act.group else act.code


def _money_steps(eob: dict[str, object] | None) -> Iterator[str]:
    if eob is None:
        return
    if eob.get("finding") == "lines_do_not_add_up":
        yield (
            f"The figures are off by {_dollars(eob.get('difference'))}. Call the plan, name the line, and ask for "
            f"a corrected statement before you pay."
        )
    if eob.get("finding") == "wrong_deductible":
        yield (
            f"The deductible was charged {_dollars(eob.get('deductible_difference'))} beyond what the statement "
            f"says was left. "
            "Ask the plan to process the claim again."
        )


def _dollars(cents: object) -> str:
    amount = int(str(cents))
    return f"{'-' if amount < 0 else ''}${abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def remittance_steps(denial: dict[str, object], eob: dict[str, object], acts: tuple[Act, ...]) -> tuple[str, ...]:
    """Steps for a provider: the dispute is the provider's; a CO line is never the patient's to pay."""
    steps = []
    if eob.get("finding") == "lines_do_not_add_up":
        steps.append(
            f"The figures are off by {_dollars(eob.get('difference'))}. Ask the payer for a corrected remittance."
        )
    if denial["is_denial"]:
        steps.append(
            "This is the provider's dispute, on the clock of the contract or the payer. A member's appeal is another "
            "thing and needs the member's written designation."
        )
    if any(act.code == "CO" and act.system == "group" for act in acts):
        steps.append("Lines with CO may not be billed to the patient.")
    if any(act.code == "MA130" for act in acts):
        steps.append(_MA130)
    steps += [f"{_named(act)}: {act.first_step}" for act in acts if act.system == "CARC" and act.code not in CONTRACT]
    return tuple(dict.fromkeys(steps))
