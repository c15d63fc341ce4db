"""`re` for the modules below the rules: `from ketacli.patterns import kept as re`.

What `make prepare` has compiled is read, 10 µs apiece; anything else is compiled as always, with the same matches.
"""

from __future__ import annotations

from re import (
    DOTALL,
    IGNORECASE,
    MULTILINE,
    I,
    M,
    Match,
    Pattern,
    S,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)

from ketacli.patterns.compiled import compiled

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "I",
    "M",
    "Match",
    "Pattern",
    "S",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "known",
    "match",
    "search",
    "split",
    "sub",
]
_KNOWN: list[tuple[str, int]] = []


def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """As `re.compile`."""
    _KNOWN.append((pattern, int(flags)))
    return compiled(pattern, int(flags))


def known() -> list[tuple[str, int]]:
    """Every pattern asked for so far, with its flags."""
    return list(_KNOWN)
