"""Finds many phrases in a text at once: plain substrings first, a pattern only where all that it needs may be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ketacli.policy import lazy_re as re
from ketacli.policy.words import phrase_pattern
from ketacli.records import positional

_WORD = re.compile(r"[^\W_][\w.'/&]*")
_BRACKETS = re.compile(r"\[[^\[\]]*\]\*?")
_GROUP = re.compile(r"\(([^()]*)\)")


@positional
class Hit:
    """A phrase found in a text."""

    start: int
    end: int
    tag: str


@dataclass(slots=True)
class _Phrase:
    tag: str
    needs: tuple[str, ...]
    """Substrings of which at least one stands in every text that holds the phrase."""
    source: str
    pattern: re.Pattern[str] | None = None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        if self.pattern is None:
            self.pattern = re.compile(rf"(?<!\w)(?:{phrase_pattern(self.source)})(?!\w)")
        return self.pattern.finditer(text)


class Lexicon:
    """Phrases by tag. `find` gives the longest that do not overlap, in order."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._phrases = [_Phrase(tag, needed(source), source) for tag, sources in phrases.items() for source in sources]
        self._needs: dict[str, list[int]] = {}
        for index, phrase in enumerate(self._phrases):
            for need in phrase.needs:
                self._needs.setdefault(need, []).append(index)

    def find(self, text: str) -> list[Hit]:
        """Hits in a lower-case text; of two that overlap the longer one, of two as long the first."""
        found = [
            Hit(match.start(), match.end(), self._phrases[index].tag)
            for index in self._candidates(text)
            for match in self._phrases[index].find(text)
        ]
        return _longest(found)

    def has(self, text: str) -> bool:
        """Whether any phrase stands in a lower-case text."""
        return any(next(self._phrases[index].find(text), None) for index in self._candidates(text))

    def _candidates(self, text: str) -> Sequence[int]:
        needs = [indexes for need, indexes in self._needs.items() if need in text]
        return sorted({index for indexes in needs for index in indexes}) if needs else ()


def _longest(found: list[Hit]) -> list[Hit]:
    if len(found) < 2:
        return found
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


@cache
def needed(phrase: str) -> tuple[str, ...]:
    """Substrings of which one stands in every text that holds the phrase; ("",) where it needs none."""
    bare = phrase
    while (shorter := _BRACKETS.sub(" ", bare)) != bare:
        bare = shorter
    choices = [tuple(map(_longest_word, found[1].split("|"))) for found in _GROUP.finditer(bare)]
    plain = _GROUP.sub(" ", bare).replace("*", " ").replace("-", " ")
    choices += [(word,) for word in _WORD.findall(plain)]
    usable = [choice for choice in choices if all(choice)]
    return max(usable, key=lambda choice: (min(map(len, choice)), -len(choice)), default=("",))


def _longest_word(text: str) -> str:
    return max(_WORD.findall(text.replace("*", " ").replace("-", " ")), key=len, default="")
