"""Finds the indications that a text names, category words with what they cover."""

from __future__ import annotations

from functools import cache, lru_cache

from ketacli.policy import lazy_re as re
from ketacli.policy.lexicon import Lexicon
from ketacli.policy.reading import Indication
from ketacli.policy.remembered import remembered
from ketacli.policy.words import vocabulary
from ketacli.records import positional

_ABBREVIATED = re.compile(r"\(\s*(?:trd|mdd|ptsd|ocd|crps|rsd|gad|si|mdsi|sud|asi|aud|oud|asib)\s*\)")
_RESISTANT = re.compile(
    r"[\s,–-]*\(\s*(?:trd\s*\)|(?:treatment|therapy|medication)[\s-]+(?:resistant|refractory)|refractory|resistant to)"
)
"""What stands after a name of depression and makes it the resistant kind."""
_MERGED_BY = re.compile(
    r"^[\s,]*(?:who\s+(?:have|has|are|is|experience)|with|and|having|plus|at|who\s+are\s+at|(?:in|for)\s+\w+\s+(?:with|who\s+(?:have|has|are))|in|that\s+(?:has|have))?[\s,]*(?:an?\s+)?(?:acute|active)?\s*$"
)


_EXAMPLES_FOLLOW = re.compile(
    r" of [^.;:]{3,90}?(?<!\w)(?:including|include|among them|such as|for example|e\.g\.|like)(?!\w)"
)
"""A catch-all of a treatment with what it names for example ("all other uses of X …, including migraine")."""
_MERELY = re.compile(r"(?<!\w)(?:is|are|as|being)\s+(?:considered\s+|deemed\s+)?an?\s+$")
_NARROW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("headache", ("migraine",)), (" pain", ("chronic_pain",)), ("anxiety", ("anxiety",)), ("depressive", ("mdd",)),
    ("substance", ("sud",)),
)  # fmt: skip


LABELED: tuple[Indication, ...] = ("trd", "mdd_si")
"""The uses in the label of esketamine."""


@positional
class Named:
    """A place where a text names an indication or a whole group of them."""

    start: int
    end: int
    ids: tuple[str, ...]
    inferred: bool = False
    """True for a group word ("psychiatric disorders")."""
    kind: str = "named"
    """`named`, `group`, `other` (any use not named before), `all` (every use), `fda` (the labeled uses),
    `unlisted` (a condition outside of the vocabulary)."""


@remembered
def find_indications(low: str) -> list[Named]:
    """Indications named in a masked lower-case text, in order."""
    return list(_found(low))


@lru_cache(maxsize=4096)
def _found(low: str) -> tuple[Named, ...]:
    flat = _ABBREVIATED.sub(lambda found: " " * len(found[0]), low)
    found: list[Named] = []
    members = vocabulary("indications")["group_members"]
    for hit in _lexicon().find(flat):
        if hit.tag == "none":
            continue
        if hit.tag in members:
            found.append(Named(hit.start, hit.end, tuple(members[hit.tag]), inferred=True, kind="group"))
        elif hit.tag == "unlisted":
            found.append(Named(hit.start, hit.end, (), kind="unlisted"))
        elif hit.tag == "other" and (narrow := _narrow(flat[hit.start : hit.end])):
            found.append(Named(hit.start, hit.end, narrow))
        elif hit.tag == "other" and _MERELY.search(flat, max(0, hit.start - 24), hit.start):
            continue  # "is an off-label use" says what it is, and names no further use
        elif hit.tag in ("other", "all"):
            found.append(Named(hit.start, hit.end, ("any",), kind=hit.tag))
        elif hit.tag == "fda":
            found.append(Named(hit.start, hit.end, ("trd", "mdd_si"), inferred=True, kind="fda"))
        else:
            found.append(Named(hit.start, hit.end, (hit.tag,)))
    return tuple(_without_label(_merged(_relabeled(_abbreviated(found, low), low), low), low))


def _narrow(words: str) -> tuple[str, ...]:
    """The kind that "any other headache disorder" keeps to; empty where it says any use at all."""
    return next((ids for stem, ids in _NARROW if stem in words), ())


def _abbreviated(found: list[Named], low: str) -> list[Named]:
    """An abbreviation in brackets counts where no name of a use stands before it ("trauma (PTSD)")."""
    more: list[Named] = []
    for bracket in _ABBREVIATED.finditer(low):
        if all(not named.start <= bracket.start() <= named.end + 2 for named in found):
            start = bracket.start() + 1
            more += [
                Named(start + hit.start, start + hit.end, (hit.tag,))
                for hit in _lexicon().find(low[start : bracket.end()])
            ]
    return sorted(found + more, key=lambda named: named.start) if more else found


def _without_label(found: list[Named], low: str) -> list[Named]:
    """ "The FDA-approved indication, TRD" is TRD; "other FDA-approved indications" are more than what is named."""
    if not any(named.kind == "named" for named in found):
        return found
    last = max(named.start for named in found if named.kind == "named")
    return [named for named in found if not _is_mere_word(named, low, last)]


def _is_mere_word(named: Named, low: str, last: int) -> bool:
    """Whether a word for uses only leads up to what is named ("any use of ketamine for pain", "off-label use of …").

    `last` is where the last use by name stands."""
    if named.kind == "fda":
        return " other " not in f" {low[named.start : named.end]} "
    return (
        named.kind in ("all", "other")
        and named.end < last
        and low.startswith(" of ", named.end)
        and not _EXAMPLES_FOLLOW.match(low, named.end)
    )


def _relabeled(found: list[Named], low: str) -> list[Named]:
    """ "hard-to-treat depression (TRD)" is what its abbreviation says."""
    out = []
    for named in found:
        is_trd = named.ids == ("mdd",) and _RESISTANT.match(low, named.end) is not None
        out.append(Named(named.start, named.end, ("trd",)) if is_trd else named)
    return out


def _merged(found: list[Named], low: str) -> list[Named]:
    """ "MDD in adults who have acute suicidal ideation" is one indication, not two."""
    out: list[Named] = []
    for named in found:
        if named.ids == ("mdd_si",) and out and out[-1].ids in (("mdd",), ("trd",)):
            between = low[out[-1].end : named.start]
            if _MERGED_BY.match(between) and (out[-1].ids == ("mdd",)):
                out[-1] = Named(out[-1].start, named.end, ("mdd_si",))
                continue
        out.append(named)
    return out


@cache
def _lexicon() -> Lexicon:
    data = vocabulary("indications")
    return Lexicon(
        {
            "none": data["no_indication"]["words"],
            **data["groups"],
            **data["any"],
            "unlisted": data["unlisted"]["words"],
            "fda": data["fda"]["words"],
            **data["named"],
        }
    )
