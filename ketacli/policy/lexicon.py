"""Finds many phrases in a text at once: plain substrings first, a pattern only where all that it needs may be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ketacli.policy import lazy_re as re
from ketacli.policy.prepared import worked_out
from ketacli.policy.substrings import AS_WRITTEN, Candidates
from ketacli.policy.words import phrase_pattern
from ketacli.records import growing, positional

_WORD = re.compile(r"[^\W_][\w.'/&]*")
_BRACKETS = re.compile(r"\[[^\[\]]*\]\*?")
_GROUP = re.compile(r"\(([^()]*)\)")


@positional
class Hit:
    """A phrase found in a text."""

    start: int
    end: int
    tag: str


@growing
class _Phrase:
    tag: str
    source: str
    pattern: re.Pattern[str] | None = None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        if self.pattern is None:
            self.pattern = re.compile(rf"(?<!\w)(?:{phrase_pattern(self.source)})(?!\w)")
        return self.pattern.finditer(text)


class Lexicon:
    """Phrases by tag. `find` gives the longest that do not overlap, in order."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._phrases = [_Phrase(tag, source) for tag, sources in phrases.items() for source in sources]
        self._candidates = Candidates(needed(phrase.source) for phrase in self._phrases)

    def find(self, text: str) -> list[Hit]:
        """Hits in a lower-case text; of two that overlap the longer one, of two as long the first."""
        found = [
            Hit(match.start(), match.end(), phrase.tag) for phrase in self._in(text) for match in phrase.find(text)
        ]
        return _longest(found)

    def has(self, text: str) -> bool:
        """Whether any phrase stands in a lower-case text."""
        return any(next(phrase.find(text), None) for phrase in self._in(text))

    def _in(self, text: str) -> Sequence[_Phrase]:
        """The phrases of which a substring stands in the text: no other can."""
        return [self._phrases[index] for index in self._candidates.standing_in(AS_WRITTEN[text])]


def _longest(found: list[Hit]) -> list[Hit]:
    if len(found) < 2:
        return found
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def needed(phrase: str) -> tuple[str, ...]:
    """Substrings of which one stands in every text that holds the phrase; none where it needs none."""
    found = worked_out("needed", phrase, _needed)
    return tuple(found.split("|")) if found else ()


def _needed(phrase: str) -> str:
    bare = phrase
    while (shorter := _BRACKETS.sub(" ", bare)) != bare:
        bare = shorter
    choices = [tuple(map(_longest_word, found[1].split("|"))) for found in _GROUP.finditer(bare)]
    plain = _GROUP.sub(" ", bare).replace("*", " ").replace("-", " ")
    choices += [(word,) for word in _WORD.findall(plain)]
    usable = [choice for choice in choices if all(choice)]
    best: tuple[str, ...] = max(usable, key=lambda choice: (min(map(len, choice)), -len(choice)), default=())
    return "|".join(best)


def _longest_word(text: str) -> str:
    return max(_WORD.findall(text.replace("*", " ").replace("-", " ")), key=len, default="")
