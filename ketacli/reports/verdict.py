"""The one sentence that stands first: what the document says, or the answer to the question that was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketacli.policy.check import Checked, Question
from ketacli.policy.reading import Logic, Position, Reading, Tree
from ketacli.reports.words import INDICATIONS, POSITIONS, TREATMENTS, listed, plural

_ORDER = ("covered", "covered_with_criteria", "not_medically_necessary", "experimental", "not_covered")


def verdict(outcome: Checked, question: Question) -> str:
    """One or a few sentences, the most important first. Unread pages and a document not in force lead."""
    reading = outcome.reading
    if reading is None:
        return "Could not be read: the answer is unknown."
    said = [*_caveats(reading)]
    if question.asked:
        said += [_answer(reading, row, question) for row in outcome.answers] or [_silent(question)]
    else:
        said += _summary(reading) or [
            "It takes no position on ketamine or esketamine (not mentioned is not a refusal)."
        ]
    return " ".join(said)


def _caveats(reading: Reading) -> Iterable[str]:
    facts = reading.document
    if facts.unread_pages:
        pages = [str(row["page"]) for row in facts.unread_pages]
        yield f"{plural(len(pages), 'page')} could not be read ({', '.join(pages)}): what stands there is unknown."
    if facts.superseded:
        yield "This document is no longer in force (superseded); ask for the current one."


def future_note(reading: Reading, today: str) -> str:
    """A sentence where the document takes effect after `today` (ISO), else empty."""
    starts = reading.document.effective_date
    return (
        f"This document takes effect only on {starts}."
        if starts and starts[: len(today)] > today[: len(starts)]
        else ""
    )


def _summary(reading: Reading) -> list[str]:
    rows = [row for row in reading.positions if row.treatment != "other" and row.position != "not_addressed"]
    sentences = []
    for treatment in dict.fromkeys(row.treatment for row in rows):
        own = sorted((row for row in rows if row.treatment == treatment), key=lambda row: _ORDER.index(row.position))
        # A conditional answer counts its own conditions, so each indication gets its own words where counts differ.
        by_words: dict[str, list[Position]] = {}
        for row in own:
            by_words.setdefault(_words(reading, row), []).append(row)
        sentences += [
            f"{TREATMENTS[treatment]}{_uses(group, alone=len(own) == 1)}: {words}." for words, group in by_words.items()
        ]
    return sentences


def _uses(rows: Sequence[Position], *, alone: bool) -> str:
    if alone and rows[0].indication == "any":
        return ""
    names = dict.fromkeys(INDICATIONS[row.indication] for row in rows if row.indication != "any")
    return f" for {listed([*names, *(['any other use'] if len(names) < len(rows) else [])])}"


def _words(reading: Reading, row: Position) -> str:
    if row.position != "covered_with_criteria":
        limit = f" ({row.applies_to})" if row.applies_to else ""
        return POSITIONS[row.position] + limit
    count = conditions(reading, row)
    words = f"covered if {plural(count, 'condition is', 'conditions are')} met" if count else POSITIONS[row.position]
    return words + (f" ({row.applies_to})" if row.applies_to else "")


def _answer(reading: Reading, row: Position, question: Question) -> str:
    use = INDICATIONS[question.indication] if question.indication and question.indication != "any" else ""
    subject = TREATMENTS[question.treatment or row.treatment] + (f" for {use}" if use else "")
    if row.position == "not_addressed":
        return f"{subject}: not mentioned here. That is neither a yes nor a no; ask the plan."
    return f"{subject}: {_words(reading, row)}."


def _silent(question: Question) -> str:
    return f"Nothing is said on {INDICATIONS[question.indication or 'any']}. That is neither a yes nor a no."


def conditions(reading: Reading, row: Position) -> int:
    """How many conditions an initial request must meet: leaves of the tree, a choice counted once."""
    trees = [logic.tree for logic in _logic_for(reading, row)]
    if trees:
        return sum(_count(tree) for tree in trees)
    return len(
        {
            (item.type, item.number, item.text)
            for item in reading.criteria
            if item.required
            and item.treatment == row.treatment
            and item.indication in (row.indication, "any")
            and item.scope != "renewal"
            and item.type not in ("prior_authorization", "approval_duration")
        }
    )


def _logic_for(reading: Reading, row: Position) -> list[Logic]:
    own = [logic for logic in reading.logic if logic.treatment == row.treatment and logic.scope != "renewal"]
    exact = [logic for logic in own if logic.indication == row.indication]
    return exact or [logic for logic in own if logic.indication == "any"]


def _count(tree: Tree) -> int:
    if isinstance(tree, str):
        return 1
    if "all" in tree:
        return sum(_count(branch) for branch in tree["all"])
    return tree.get("at_least", 1)
