"""The file that a start reads first: `vocabulary/bundle-MAGIC.bin`, made by `make prepare` for the Python that runs it.

It holds what `prepared.json` holds, in a form that is read in half the time, and the patterns as `re` has compiled
them. It counts only beside the very `prepared.json` with which it was made; any other Python finds no such file.
The form: the length of the head, the head as `marshal` writes it, then the code of one pattern after another.
"""

from __future__ import annotations

import marshal
from binascii import crc32
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

FOLDER = Path(__file__).parent / "vocabulary"
JSON = FOLDER / "prepared.json"
MAGIC: int = import_module("_sre").MAGIC
"""The release of the engine below `re`; its code fits no other."""
PLACE = FOLDER / f"bundle-{MAGIC}.bin"
_HEAD = 4
Row = tuple[int, int, int, int, dict[str, int], tuple[str | None, ...]]
"""Of a pattern: place and length of its code, then its flags, groups, their numbers by name and names by number."""


class Bundle(NamedTuple):
    """What the file holds, the codes still unread."""

    prepared: dict[str, Any]
    rows: dict[int, Row]
    codes: BinaryIO
    start: int

    def code(self, row: Row) -> bytes:
        """The code of a pattern."""
        self.codes.seek(self.start + row[0])
        return self.codes.read(row[1])


@cache
def bundle() -> Bundle | None:
    """The file; None where it is missing, cannot be read, or belongs to another `prepared.json`."""
    try:
        codes = PLACE.open("rb")
        length = int.from_bytes(codes.read(_HEAD), "big")
        checksum, prepared, rows = marshal.loads(codes.read(length))
        if checksum == crc32(JSON.read_bytes()):
            return Bundle(prepared, rows, codes, _HEAD + length)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return None


def written(json: bytes, prepared: dict[str, Any], rows: dict[int, Row], codes: bytes) -> bytes:
    """The content of the file."""
    head = marshal.dumps((crc32(json), prepared, rows))
    return len(head).to_bytes(_HEAD, "big") + head + codes
