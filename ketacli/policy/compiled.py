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

from ketacli.policy.bundle import Row, bundle

_sre: Any = import_module("_sre")
"""The engine below `re`; it has no public door for code that is compiled already."""
_WORD = "I"


def compiled(pattern: str, flags: int) -> Pattern[str]:
    """As `re.compile`. Raises re.error for what is no pattern."""
    kept = bundle()
    row = kept.rows.get(_key(pattern, flags)) if kept else None
    if kept is None or row is None:
        return re.compile(pattern, flags)
    words = array(_WORD, kept.code(row)).tolist()
    made: Pattern[str] = _sre.compile(pattern, row[2], words, row[3], row[4], row[5])
    return made


def is_kept(pattern: str, flags: int) -> bool:
    """Whether the pattern need not be compiled."""
    kept = bundle()
    return kept is not None and _key(pattern, flags) in kept.rows


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


def all_compiled(patterns: Iterable[tuple[str, int]]) -> tuple[dict[int, Row], bytes]:
    """Rows and codes of the bundle for patterns with their flags."""
    rows: dict[int, Row] = {}
    codes = bytearray()
    for pattern, flags in sorted(patterns):
        code, all_flags, groups, numbers, names = code_of(pattern, flags)
        rows[_key(pattern, flags)] = (len(codes), len(code), all_flags, groups, numbers, names)
        codes += code
    return rows, bytes(codes)


def _key(pattern: str, flags: int) -> int:
    """Two checksums, the length and the flags in one number."""
    source = pattern.encode("utf-8", "surrogatepass")
    return ((crc32(source) << 32 | adler32(source)) << 32 | len(source)) << 16 | int(flags)
