"""What each start would otherwise work out anew: `vocabulary/prepared.json`, which `make prepare` writes.

It holds the vocabularies as read from their TOML, the patterns that their phrases become, and what patterns need
(`needs.needed`). All are checked against their source by a checksum: where a vocabulary, a pattern or the code that
makes one has changed since, the source itself is read, which takes longer and is never wrong.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ketacli.patterns.bundle import FOLDER, JSON, bundle
from ketacli.policy.needs import Needs, all_needed, bars, between, may_be_divided

_HERE = Path(__file__).parent
_MAKERS = (
    "words.py",
    "lexicon.py",
    "criteria/patterns.py",
    "vocabulary/criteria.toml",
    "vocabulary/criteria_words.toml",
)
"""What decides, beside the phrase, what becomes of a phrase (`worked_out`)."""
_BAR, _AND = "|", "||"


def vocabulary_of(name: str) -> dict[str, Any]:
    """The tables of one vocabulary file. Raises FileNotFoundError where the installation lacks it."""
    source = (FOLDER / f"{name}.toml").read_bytes()
    ready = _prepared()["vocabularies"].get(name)
    if ready and ready["checksum"] == crc32(source):
        return dict(ready["tables"])
    import tomllib

    return tomllib.loads(source.decode())


def needs_of(pattern: str, *, any_case: bool) -> tuple[Needs, ...]:
    """As `needs.all_needed`."""
    known = _prepared()["needs"].get(key(pattern, any_case=any_case))
    if known is None:
        return all_needed(pattern, any_case=any_case)
    return tuple(tuple(lot.split(_BAR)) for lot in known.split(_AND)) if known else ()


def alternatives(pattern: str) -> tuple[str, ...]:
    """As `needs.divided`."""
    if not may_be_divided(pattern):
        return ()
    known = _prepared().get("bars", {}).get(key(pattern, any_case=False))
    return between(pattern, bars(pattern) if known is None else known)


def worked_out(kind: str, source: str, work: Callable[[str], str]) -> str:
    """As `work(source)`, which depends on nothing but the source and `_MAKERS`; `kind` tells such functions apart."""
    known = _worked(kind)
    made = known.get(source)
    if made is None:
        made = known[source] = work(source)
    return made


def listed(parts: Iterable[str]) -> Needs:
    """The parts themselves, which the next `prepare` counts among the substrings."""
    return tuple(worked_out("listed", _BAR.join(parts), str).split(_BAR))


@cache
def substrings() -> Sequence[str]:
    """All that the prepared patterns and phrases need, each once."""
    return tuple(_prepared().get("substrings", ()))


def key(pattern: str, *, any_case: bool) -> str:
    """What the list of needs calls a pattern: checksum and length."""
    return f"{crc32(pattern.encode(), any_case):08x}{len(pattern):x}"


def prepare(patterns: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    """What the file holds, for all vocabularies, all phrases, and patterns with whether they match in any case."""
    import tomllib

    vocabularies = {}
    for path in sorted(FOLDER.glob("*.toml")):
        source = path.read_bytes()
        vocabularies[path.stem] = {"checksum": crc32(source), "tables": tomllib.loads(source.decode())}
    patterns = list(patterns)
    rows = {key(pattern, any_case=any_case): all_needed(pattern, any_case=any_case) for pattern, any_case in patterns}
    rows = {name: lots for name, lots in sorted(rows.items()) if not any(_BAR in need for lot in lots for need in lot)}
    found = (*_worked("needed").values(), *_worked("listed").values())
    each = {need for lots in rows.values() for need in (lots[0] if lots else ())}
    each |= {need for lot in found for need in lot.split(_BAR) if need}
    return {
        "vocabularies": vocabularies,
        "needs": {name: _AND.join(map(_BAR.join, _looked_for(lots, each))) for name, lots in rows.items()},
        "substrings": sorted(each),
        "bars": {key(pattern, any_case=False): bars(pattern) for pattern, _ in patterns if may_be_divided(pattern)},
        "makers": _checksum_of_makers(),
        "worked": {kind: dict(sorted(_worked(kind).items())) for kind in sorted(_KINDS)},
    }


def _looked_for(lots: tuple[Needs, ...], each: set[str]) -> tuple[Needs, ...]:
    """The first lot, and a second one where all of it is looked for on another's account anyhow."""
    return (*lots[:1], *(lot for lot in lots[1:] if each.issuperset(lot)))


def as_text(content: dict[str, Any]) -> str:
    """As the file is written."""
    import json

    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


_KINDS: set[str] = set()


@cache
def _worked(kind: str) -> dict[str, str]:
    _KINDS.add(kind)
    return dict(_prepared()["worked"].get(kind, {})) if _makers_are_the_same() else {}


@cache
def _makers_are_the_same() -> bool:
    makers: object = _prepared().get("makers")
    return makers == _checksum_of_makers()


def _checksum_of_makers() -> int:
    """Zero, which no file has, where a source is missing."""
    total = 1
    for name in _MAKERS:
        try:
            total = crc32((_HERE / name).read_bytes(), total)
        except OSError:
            return 0
    return total


@cache
def _prepared() -> Mapping[str, dict[str, Any]]:
    kept = bundle()
    if kept:
        return kept.prepared
    import json

    try:
        ready: dict[str, dict[str, Any]] = json.loads(JSON.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {"vocabularies": {}, "needs": {}, "worked": {}}
    return ready
