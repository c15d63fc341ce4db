"""The word lists of `vocabulary/verdicts.toml`, each ready to search, made when first asked for."""

from __future__ import annotations

from functools import cache

from ketacli.policy import lazy_re as re
from ketacli.policy.lexicon import Lexicon
from ketacli.policy.words import vocabulary


@cache
def verdict_words(table: str, key: str = "words") -> Lexicon:
    """One list of the verdict vocabulary. Raises KeyError where the file has no such list."""
    return Lexicon({key: vocabulary("verdicts")[table][key]})


MARKER = re.compile(r"^\s*(?:[•◦▪■●○◆◇❖➢►▸‣·*–-]\s*|[\[(]?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})[\]).]\s+)")
"""The marker at the start of a list item's text."""
FINITE = re.compile(r"(?<!\w)(?:is|are|was|were|has|have|had|may|will|must|should|can|does|do|applies|covers?)(?!\w)")
"""A finite verb: what has none is a topic, a title, an item."""
THE_EXCEPTION = re.compile(
    r"(?<!\w)(?:is|are)\s+(?:the|our)\s+(?:(?:one|only|sole|single)\s+)?exceptions?(?!\w)"
    r"|^\W*(?:the\s+)?(?:(?:one|only|sole)\s+)?exceptions?:"
)
"""A use that a refusal right before it does not reach ("CRPS is the one exception: we cover …")."""
