"""The rules' patterns as `re` has compiled them, so that a start need not: `vocabulary/compiled-MAGIC.bin`.

Compiling the patterns that one policy needs takes `re` some 0.2 s, reading them from the file some 5 ms. The code is
that of one release of `re` (`_sre.MAGIC`); `make prepare` writes the file for the Python that runs it. Any other
Python, and any pattern that is not in the file, compiles as always: slower, with the same matches.

The file is an index, in the form of `marshal`, its length before it, and the code of each pattern after it.
"""

from __future__ import annotations

import marshal
import re
from array import array
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from re import Pattern
from typing import Any, BinaryIO, NamedTuple
from zlib import adler32, crc32

from ketacli.policy.prepared import FOLDER

_sre: Any = import_module("_sre")
"""The engine below `re`; it has no public door for code that is compiled already."""
PLACE = FOLDER / f"compiled-{_sre.MAGIC}.bin"
_WORD = "I"
_HEAD = 4
"""Bytes that give the length of the index."""


class Code(NamedTuple):
    """What `_sre.compile` takes beside the pattern."""

    flags: int
    words: bytes
    groups: int
    numbers: dict[str, int]
    """Groups by name."""
    names: tuple[str | None, ...]
    """Names by group."""


def compiled(pattern: str, flags: int) -> Pattern[str]:
    """As `re.compile`. Raises re.error for what is no pattern."""
    code = _kept(pattern, flags)
    if code is None:
        return re.compile(pattern, flags)
    words = array(_WORD, code.words).tolist()
    made: Pattern[str] = _sre.compile(pattern, code.flags, words, code.groups, code.numbers, code.names)
    return made


def is_kept(pattern: str, flags: int) -> bool:
    """Whether the pattern need not be compiled."""
    return _key(pattern, flags) in _file().rows


def code_of(pattern: str, flags: int) -> Code:
    """What `re` makes of a pattern. Raises re.error for what is no pattern."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    words = array(_WORD, _compiler._code(parsed, flags)).tobytes()
    return Code(int(flags | state.flags), words, state.groups - 1, dict(state.groupdict), tuple(names))


def prepare(patterns: Iterable[tuple[str, int]]) -> bytes:
    """The content of the file for patterns with their flags."""
    index: dict[int, tuple[Any, ...]] = {}
    words = bytearray()
    for pattern, flags in sorted(patterns):
        code = code_of(pattern, flags)
        index[_key(pattern, flags)] = (len(words), len(code.words), code.flags, code.groups, code.numbers, code.names)
        words += code.words
    head = marshal.dumps(index)
    return len(head).to_bytes(_HEAD, "big") + head + bytes(words)


class _File(NamedTuple):
    rows: dict[int, tuple[Any, ...]]
    """By key of the pattern: place and length of its code, then the other fields of `Code`."""
    words: BinaryIO | None = None
    start: int = 0


def _kept(pattern: str, flags: int) -> Code | None:
    file = _file()
    row = file.rows.get(_key(pattern, flags))
    if row is None or file.words is None:
        return None
    at, length, all_flags, groups, numbers, names = row
    file.words.seek(file.start + at)
    return Code(all_flags, file.words.read(length), groups, numbers, names)


def _key(pattern: str, flags: int) -> int:
    """Two checksums, the length and the flags in one number."""
    source = pattern.encode("utf-8", "surrogatepass")
    return ((crc32(source) << 32 | adler32(source)) << 32 | len(source)) << 16 | int(flags)


@cache
def _file() -> _File:
    try:
        words = PLACE.open("rb")
        length = int.from_bytes(words.read(_HEAD), "big")
        return _File(marshal.loads(words.read(length)), words, _HEAD + length)
    except (OSError, ValueError, EOFError, TypeError):
        return _File({})
