"""The file that a start reads first: `vocabulary/bundle-MAGIC.bin`, made by `make prepare` for the Python that runs it.

It holds what `prepared.json` holds, in a form that is read in half the time, and the patterns as `re` has compiled
them. It counts only beside the very `prepared.json` with which it was made; any other Python finds no such file.
The form: the length of the head, the head as `marshal` writes it, then the entry of one pattern after another. Of
four thousand patterns a short text asks for four hundred, so their entries are read one by one, found by halving.
"""

from __future__ import annotations

import marshal
import sys
from array import array
from binascii import crc32
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent.parent / "policy" / "vocabulary"
JSON = FOLDER / "prepared.json"
MAGIC: int = import_module("_sre").MAGIC
"""The release of the engine below `re`; its code fits no other."""
PLACE = FOLDER / f"bundle-{MAGIC}.bin"
_HEAD = 4
_KEYS, _PLACES = "Q", "I"


class Bundle(NamedTuple):
    """What the file holds, the entries still unread."""

    prepared: dict[str, Any]
    keys: Sequence[int]
    """In order, those of the entries."""
    places: Sequence[int]
    """Where each entry starts, counted from `start`, and where the last one ends."""
    start: int
    file: FileIO

    def entry(self, key: int) -> Any:
        """What was kept under a number of 64 bits; None where there is nothing."""
        at = self.place_of(key)
        if at is None:
            return None
        self.file.seek(self.start + self.places[at])
        return marshal.loads(self.file.read(self.places[at + 1] - self.places[at]))

    def place_of(self, key: int) -> int | None:
        """Which of `places` an entry has; None where there is none."""
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else None


@cache
def bundle() -> Bundle | None:
    """The file; None where it is missing, cannot be read, or belongs to another `prepared.json`."""
    try:
        file = FileIO(PLACE)
        length = int.from_bytes(file.read(_HEAD), "big")
        made_with, prepared, keys, places = marshal.loads(file.read(length))
        if made_with == _made_with(JSON.read_bytes()):
            return Bundle(prepared, array(_KEYS, keys), array(_PLACES, places), _HEAD + length, file)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return None


def written(json: bytes, prepared: dict[str, Any], entries: Mapping[int, Any]) -> bytes:
    """The content of the file."""
    places, body = array(_PLACES, [0]), bytearray()
    for key in sorted(entries):
        body += marshal.dumps(entries[key])
        places.append(len(body))
    keys = array(_KEYS, sorted(entries))
    head = marshal.dumps((_made_with(json), prepared, keys.tobytes(), places.tobytes()))
    return len(head).to_bytes(_HEAD, "big") + head + body


def _made_with(json: bytes) -> tuple[int, str]:
    return crc32(json), sys.byteorder
