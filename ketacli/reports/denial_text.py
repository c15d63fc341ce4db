"""Letters, statements and remittances as text: what was decided first, the next step last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketacli.denials.batch import Outcome
from ketacli.denials.model import ActByDate, Denial
from ketacli.reports.denial_words import FIELD_NAMES, REASONS, dollars, sentence, shown, verdict
from ketacli.reports.paper import Paper

_APPEAL = (
    "appeal_deadline_days",
    "appeal_deadline_date",
    "deadline_from",
    "appeal_address",
    "appeal_fax",
    "appeal_phone",
    "expedited_offered",
    "external_review_mentioned",
    "peer_to_peer",
    "claim_file_offered",
)
_LETTER = (
    "notice_date",
    "member_name",
    "member_id",
    "group_number",
    "claim_number",
    "reference_number",
    "service",
    "service_dates",
    "codes",
    "amount_denied",
    "policy_cited",
    "funding",
)
_OWED = ("deductible", "copay", "coinsurance", "not_covered")


def render(outcomes: Sequence[Outcome], paper: Paper, *, everything: bool = False) -> str:
    """One section a file, in the order of the files."""
    read = [outcome for outcome in outcomes if outcome.denial]
    parts = ["\n".join(_section(outcome, paper, everything=everything)) for outcome in read]
    return "\n\n".join(parts) + "\n" if parts else ""


def _section(outcome: Outcome, paper: Paper, *, everything: bool) -> Iterator[str]:
    denial = outcome.denial
    assert denial is not None
    yield paper.bold(paper.wrap(f"{outcome.name}: {verdict(denial)}"))
    for page in denial.document.unread_pages:
        yield paper.wrap(f"Page {page['page']} could not be read: {page['reason']}. What stands there is unknown.")
    yield from _act_by(denial.act_by, paper)
    if denial.remittance:
        yield from _claims(denial, paper)
    else:
        yield from _conflicts(denial, paper)
        yield from _reasons(denial, paper)
    yield from _codes(denial, paper)
    yield from _money(denial, paper)
    if denial.denial and not denial.remittance:
        yield from _fields("What it says", _LETTER, denial, paper, everything=everything)
        if denial.denial["is_denial"]:
            yield from _fields("How to appeal, in its words", _APPEAL, denial, paper, everything=everything)
        yield from _silent(denial, paper, everything=everything)
    yield from _listed("Please note", denial.warnings, paper)
    yield from _listed("Next", denial.next_steps, paper, numbered=True)


def _act_by(found: ActByDate | None, paper: Paper) -> Iterator[str]:
    if found is None:
        return
    if found.date is None:
        yield paper.wrap(f"Act by: not known. {found.why}")
        return
    words = f"Act by {found.date.isoformat()}" + (" (provisional)" if found.provisional else "")
    yield paper.wrap(f"{words}: {found.why}.")
    for other in found.candidates[1:]:
        yield paper.wrap(f"Later date, only once you are sure of it: {other.date.isoformat()} ({other.why}).", indent=2)


def _conflicts(denial: Denial, paper: Paper) -> Iterator[str]:
    conflict = (denial.denial or {}).get("conflict")
    for name, values in conflict.items() if isinstance(conflict, dict) else ():
        yield ""
        yield paper.heading(f"Two values for {FIELD_NAMES.get(name, name)}")
        for one in values:
            yield paper.wrap(f'{shown(one["value"])}, page {one["page"]}: "{one["quote"]}"', indent=2, first="- ")


def _reasons(denial: Denial, paper: Paper) -> Iterator[str]:
    quotes = (denial.denial or {}).get("reason_quotes")
    if not isinstance(quotes, list) or not quotes:
        return
    yield ""
    yield paper.heading("Why")
    for one in quotes:
        said = REASONS.get(str(one["value"]), str(one["value"]))
        yield paper.wrap(f'{said}. Page {one["page"]}: "{one["quote"]}"', indent=2, first="- ")


def _codes(denial: Denial, paper: Paper) -> Iterator[str]:
    if not denial.acts:
        return
    yield ""
    yield paper.heading("Codes and what to do")
    for act in denial.acts:
        name = f"{act.group}-{act.code}" if act.group else act.code
        text = f"{name}: {sentence(act.meaning)}" + (f" {sentence(act.first_step)}" if act.first_step else "")
        yield paper.wrap(text, indent=2, first="- ")
    sources = sorted({f"{act.source}; compared {act.as_of}" for act in denial.acts if act.source})
    yield paper.wrap(f"Sources: {'; '.join(sources)}.", indent=2)


def _money(denial: Denial, paper: Paper) -> Iterator[str]:
    eob = denial.eob
    if not eob or not eob.get("lines") or denial.remittance:
        return
    yield ""
    yield paper.heading("The money")
    lines, totals = eob["lines"], eob.get("totals")
    for line in lines if isinstance(lines, list) else ():
        name = " ".join(str(part) for part in (line["service_date"], line["code"], line["description"]) if part)
        yield paper.wrap(f"{name or 'line'}: {_parts(line)}", indent=2, first="- ")
    if isinstance(totals, dict):
        yield paper.wrap(f"Total: {_parts(totals)}", indent=2, first="- ")
    yield paper.wrap(_finding(eob))


def _parts(line: dict[str, object]) -> str:
    """Billed, allowed and paid, then what the patient owes as the sum of its parts."""
    head = ", ".join(
        f"{name.replace('_', ' ')} {dollars(line[name])}"
        for name in ("billed", "allowed", "plan_paid")
        if line.get(name) is not None
    )
    parts = " + ".join(f"{name.replace('_', ' ')} {dollars(line[name])}" for name in _OWED if line.get(name))
    owes = f"you owe {dollars(line.get('patient_owes'))}" if line.get("patient_owes") is not None else ""
    return "; ".join(part for part in (head, f"{owes} = {parts}" if owes and parts else owes) if part)


def _finding(eob: dict[str, object]) -> str:
    match eob.get("finding"):
        case "balanced":
            return "Every line and the totals add up."
        case "lines_do_not_add_up":
            return f"The figures do not add up: off by {dollars(_in_dollars(eob.get('difference')))}."
        case "wrong_deductible":
            over = dollars(_in_dollars(eob.get("deductible_difference")))
            return f"The lines add up, but {over} more was put to the deductible than was left of it."
    return "Too little is stated to check the arithmetic."


def _in_dollars(cents: object) -> float | None:
    return None if cents is None else int(str(cents)) / 100


def _claims(denial: Denial, paper: Paper) -> Iterator[str]:
    """A remittance's claims; what does not balance is named with its difference."""
    assert denial.remittance is not None
    rows, off = [], []
    transactions = denial.remittance["transactions"]
    for each in transactions if isinstance(transactions, list) else ():
        if each["difference"]:
            off.append(f"Payment {each['trace'] or ''}: off by {dollars(each['difference'] / 100)}.")
        for claim in each["claims"]:
            rows.append([claim["claim_number"], claim["status"].replace("_", " "), claim["charge"], claim["paid"]])
            if claim["difference"]:
                off.append(
                    f"Claim {claim['claim_number']}: charge less adjustments is not what was paid; off by "
                    f"{dollars(claim['difference'] / 100)}."
                )
            off += [
                f"Claim {claim['claim_number']}, line {line['code']}: off by {dollars(line['difference'] / 100)}."
                for line in claim["lines"]
                if line["difference"]
            ]
    yield ""
    yield paper.heading("Claims")
    yield paper.table(["claim", "status", "charge", "paid"], rows, right=(2, 3))
    yield from (paper.wrap(text, indent=2, first="- ") for text in off)
    if not off:
        yield paper.wrap("Every claim, every line and the payment add up.")


def _fields(title: str, names: tuple[str, ...], denial: Denial, paper: Paper, *, everything: bool) -> Iterator[str]:
    letter = denial.denial or {}
    evidence = letter.get("evidence")
    rows = []
    for name in names:
        if letter.get(name) in (None, [], ""):
            continue
        where = evidence.get(name) if isinstance(evidence, dict) else None
        rows.append((FIELD_NAMES[name], shown(letter[name]), where))
    if not rows:
        return
    yield ""
    yield paper.heading(title)
    for name, value, where in rows:
        place = f" (page {where['page']})" if where else ""
        quote = f' "{where["quote"]}"' if where and everything else ""
        yield paper.wrap(f"{name}: {value}{place}{quote}", indent=2, hang=2)


def _silent(denial: Denial, paper: Paper, *, everything: bool) -> Iterator[str]:
    letter = denial.denial or {}
    conflict = letter.get("conflict")
    open_names = conflict if isinstance(conflict, dict) else {}
    wanted = (*_LETTER, *_APPEAL) if letter.get("is_denial") else _LETTER
    silent = [FIELD_NAMES[name] for name in wanted if letter.get(name) in (None, [], "") and name not in open_names]
    if silent and (everything or letter.get("is_denial")):
        yield ""
        yield paper.wrap(f"Not stated: {', '.join(silent)}.")


def _listed(title: str, texts: Sequence[str], paper: Paper, *, numbered: bool = False) -> Iterator[str]:
    if not texts:
        return
    yield ""
    yield paper.heading(title)
    for place, text in enumerate(texts, 1):
        yield paper.wrap(text, indent=2, first=f"{place}. " if numbered else "- ")
