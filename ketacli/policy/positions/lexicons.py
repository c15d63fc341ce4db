"""The word lists of `vocabulary/verdicts.toml`, each ready to search, made when first asked for."""

from __future__ import annotations

from functools import cache

from ketacli.policy.lexicon import Lexicon
from ketacli.policy.words import vocabulary


@cache
def verdict_words(table: str, key: str = "words") -> Lexicon:
    """One list of the verdict vocabulary. Raises KeyError where the file has no such list."""
    return Lexicon({key: vocabulary("verdicts")[table][key]})
