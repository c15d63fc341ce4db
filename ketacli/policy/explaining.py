"""What a word means: terms and codes from the facts, reading rules from their own pages."""

from __future__ import annotations

from ketacli.errors import UsageProblem
from ketacli.facts import terms
from ketacli.facts.records import Fact
from ketacli.facts.store import subject
from ketacli.facts.terms import Meanings


def explain_word(word: str) -> Meanings:
    """All meanings of a word; of an empty one the whole glossary. Raises UsageProblem that names near misses."""
    if not word:
        used: tuple[Fact, ...] = tuple(subject("glossary"))
        return Meanings(tuple(terms.terms()), used)
    found = terms.explain(word)
    if found.found:
        return found
    near = terms.near(word)
    hint = f"Did you mean {' or '.join(repr(name) for name in near)}?" if near else "`ketacli explain` lists all terms."
    raise UsageProblem("we have no explanation for this word", hint=hint)
