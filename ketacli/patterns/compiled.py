"""The rules' patterns as `re` has compiled them, so that a start need not.

Compiling the patterns that one policy needs takes `re` some 0.2 s, reading them from the bundle some 5 ms. A pattern
that is not there, and every pattern under a Python for which no bundle was made, compiles as always: slower, with the
same matches.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from importlib import import_module
from re import Pattern
from typing import Any
from zlib import adler32, crc32

from ketacli.patterns.bundle import bundle

_sre: Any = import_module("_sre")
"""The engine below `re`; it has no public door for code that is compiled already."""
_WORD = "I"
Entry = tuple[int, bytes, int, int, dict[str, int], tuple[str | None, ...]]
"""Of a pattern: its length, its code, then its flags, groups, their numbers by name and names by number."""


def compiled(pattern: str, flags: int) -> Pattern[str]:
    """As `re.compile`. Raises re.error for what is no pattern."""
    kept = bundle()
    entry: Entry | None = kept.entry(_key(pattern, flags)) if kept else None
    if entry is None or entry[0] != len(pattern):
        return re.compile(pattern, flags)
    _, code, all_flags, groups, numbers, names = entry
    made: Pattern[str] = _sre.compile(pattern, all_flags, array(_WORD, code).tolist(), groups, numbers, names)
    return made


def is_kept(pattern: str, flags: int) -> bool:
    """Whether the pattern need not be compiled."""
    kept = bundle()
    return kept is not None and kept.place_of(_key(pattern, flags)) is not None


def code_of(pattern: str, flags: int) -> tuple[bytes, int, int, dict[str, int], tuple[str | None, ...]]:
    """What `re` makes of a pattern: code, flags, groups, their numbers and names. Raises re.error for no pattern."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    words = array(_WORD, _compiler._code(parsed, flags)).tobytes()
    return words, int(flags | state.flags), state.groups - 1, dict(state.groupdict), tuple(names)


def entries(patterns: Iterable[tuple[str, int]]) -> dict[int, Entry]:
    """What the bundle keeps of patterns with their flags."""
    return {_key(pattern, flags): (len(pattern), *code_of(pattern, flags)) for pattern, flags in patterns}


def _key(pattern: str, flags: int) -> int:
    """Two checksums in one number."""
    source = pattern.encode("utf-8", "surrogatepass")
    return crc32(source, int(flags)) << 32 | adler32(source)
