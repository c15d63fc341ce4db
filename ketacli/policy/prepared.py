"""What each start would otherwise work out anew: `vocabulary/prepared.json`, which `make prepare` writes.

It holds the vocabularies as read from their TOML, and what the rules' patterns need (`needs.needed`). Both are checked
against their source by a checksum: where a vocabulary or a pattern has changed since, the source itself is read, which
takes longer and is never wrong.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.policy.needs import Needs, needed

FOLDER = Path(__file__).parent / "vocabulary"
PLACE = FOLDER / "prepared.json"
_BAR = "|"


def vocabulary_of(name: str) -> dict[str, Any]:
    """The tables of one vocabulary file. Raises FileNotFoundError where the installation lacks it."""
    source = (FOLDER / f"{name}.toml").read_bytes()
    ready = _prepared()["vocabularies"].get(name)
    if ready and ready["checksum"] == crc32(source):
        return dict(ready["tables"])
    import tomllib

    return tomllib.loads(source.decode())


def needs_of(pattern: str, *, any_case: bool) -> Needs:
    """As `needs.needed`."""
    known = _prepared()["needs"].get(key(pattern, any_case=any_case))
    if known is None:
        return needed(pattern, any_case=any_case)
    return tuple(known.split(_BAR)) if known else ()


def key(pattern: str, *, any_case: bool) -> str:
    """What the list of needs calls a pattern: checksum and length."""
    return f"{crc32(pattern.encode(), any_case):08x}{len(pattern):x}"


def prepare(patterns: Iterable[tuple[str, bool]]) -> str:
    """The text of the file, for all vocabularies and for patterns with whether they match in any case."""
    import tomllib

    vocabularies = {}
    for path in sorted(FOLDER.glob("*.toml")):
        source = path.read_bytes()
        vocabularies[path.stem] = {"checksum": crc32(source), "tables": tomllib.loads(source.decode())}
    rows = {key(pattern, any_case=any_case): needed(pattern, any_case=any_case) for pattern, any_case in patterns}
    needs = {
        name: _BAR.join(rows[name]) for name in sorted(rows) if not any(_BAR in need or not need for need in rows[name])
    }
    return json.dumps({"vocabularies": vocabularies, "needs": needs}, ensure_ascii=False, indent=1) + "\n"


@cache
def _prepared() -> Mapping[str, dict[str, Any]]:
    try:
        ready: dict[str, dict[str, Any]] = json.loads(PLACE.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {"vocabularies": {}, "needs": {}}
    return ready
