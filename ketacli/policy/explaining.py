"""What a word means: terms and codes from the facts, reading rules from their own pages (`policy/rules/*.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.errors import UsageProblem
from ketacli.facts import terms
from ketacli.facts.store import subject
from ketacli.facts.terms import Detail, Explained, Meanings

RULES = Path(__file__).parent / "rules"
_LABELS = {
    "status": "Status",
    "why": "Why it matters",
    "confusions": "Known confusions",
    "example": "Example",
    "what_you_can_do": "What you can do",
    "references": "References",
}


def explain_word(word: str) -> Meanings:
    """All meanings of a word; of an empty one the whole glossary, of `rules` all reading rules.

    Raises UsageProblem that names near misses.
    """
    if not word:
        return Meanings(tuple(terms.terms()), tuple(subject("glossary")))
    if word.lower() == "rules":
        return Meanings(tuple(map(_explained, _rules())), ())
    found = terms.explain(word)
    rules = tuple(_explained(rule) for rule in _rules() if _named(rule, word))
    if found.found or rules:
        return Meanings((*found.found, *rules), found.used)
    near = terms.near(word, [name for rule in _rules() for name in (rule["code"], rule["name"])])
    hint = f"Did you mean {' or '.join(repr(name) for name in near)}?" if near else "`ketacli explain` lists all terms."
    raise UsageProblem("we have no explanation for this word", hint=hint)


@cache
def _rules() -> list[dict[str, Any]]:
    pages = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.toml"))]
    return [rule for page in pages for rule in page.get("rule", [])]


def _named(rule: dict[str, Any], word: str) -> bool:
    return word.lower() in (rule["code"].lower(), rule["name"].lower())


def _explained(rule: dict[str, Any]) -> Explained:
    return Explained(
        kind="rule",
        key=rule["code"],
        name=f"{rule['code']} {rule['name']}",
        meaning=f"Looks for: {rule['looks_for']}" if "looks_for" in rule else rule["name"],
        details=tuple(_details(rule)),
        see=(),
        confidence=None,
        as_of=None,
        sources=(),
    )


def _details(rule: dict[str, Any]) -> Iterator[Detail]:
    for name, label in _LABELS.items():
        said = rule.get(name)
        if said:
            yield Detail(label, "; ".join(map(str, said)) if isinstance(said, list) else str(said))
