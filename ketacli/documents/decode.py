"""Bytes → text: UTF-8 and UTF-16 by their marks, Windows-1252 as the fallback with a warning."""

from __future__ import annotations

from ketacli.errors import InputProblem
from ketacli.patterns import kept as re

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0x0000))
_NEWLINE = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x85")


class WrongEncoding(InputProblem):
    """Text in an encoding that is neither UTF-8, UTF-16 nor Windows-1252."""

    kind = "wrong_encoding"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the text is in an encoding that is not known.",
            hint="Convert it: `iconv -f ENCODING -t UTF-8 FILE > NEW.txt`.",
        )


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """(text, warnings). Line ends become "\\n", soft hyphens and zero-width marks go. Raises `WrongEncoding`."""
    text, warnings = _decoded(data, name)
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return _NEWLINE.sub("\n", text), warnings


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            return data.decode("utf-16", "replace"), ["some characters could not be decoded (damaged UTF-16)"]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        damaged = _truncated_or_stray(data, problem)
        if damaged:
            return damaged, ["some characters could not be decoded (damaged UTF-8)"]
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise WrongEncoding(name) from None
    if sum(not c.isascii() for c in text) > 0.25 * len(text):
        raise WrongEncoding(name)
    return text, ["the text is not UTF-8; it was read as Windows-1252"]


def _truncated_or_stray(data: bytes, problem: UnicodeDecodeError) -> str | None:
    """The text with replacement marks, where nearly all of it is sound UTF-8 beyond ASCII; else None."""
    if problem.start >= len(data) - 3 and problem.start:
        return data[: problem.start].decode("utf-8-sig")
    text = data.decode("utf-8-sig", "replace")
    stray = text.count("\ufffd")
    sound = sum(not c.isascii() for c in text) - stray
    return text if stray * 10 < sound else None
