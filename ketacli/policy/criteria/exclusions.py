"""Conditions that must be absent: psychosis, substance use, pregnancy, and each named contraindication."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.generic import in_exception
from ketacli.policy.criteria.labelled_values import is_ruled_out
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import cue, named_in
from ketacli.policy.exclusion_items import names_use
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.reading import CriterionType

_GROUPS: dict[str, tuple[CriterionType, str]] = {
    "psychosis": ("no_psychosis", "KC161"),
    "substance": ("no_substance_use", "KC162"),
    "pregnancy": ("no_pregnancy", "KC163"),
}
_REACH = re.compile(r";|\. |\bbut\b|\band (?:the|is|has|will|takes|member|patient)\b")
_WITHOUT = re.compile(r"\bwithout (?:current |any |active )*$")
_POSITIVE = re.compile(r"\b(?:has|have|with|had) (?:a |an )?(?:history of|active|current)\b")
_NO_CONDITION = re.compile(
    r"^\W*(?:there is |has |patient has |member has )?(?:no|"
    r"absence of) (?P<what>(?:[\w'/-]+,? ){0,6}[\w'/-]+)\s*[;,.]?\s*(?:and|or)?\s*$"
)
_STEP = re.compile(
    r"#|\b(?:older|younger|years|session|dose|visit|course|infusion|exceeds?|trial|therapy|therapist|treatment|response|"
    r"relief|limit|more|earlier|longer|"
    r"psychotherapy|medication|drug|score|scale|form|referral|effect|toxicity|toxicitie)s?\b"
    r"|\b(?:is|are) (?:needed|required|necessary)\b"
)
_A_USE = re.compile(
    r"\b(?:(?:es)?ketamine|spravato|drug|treatment|support(?:ed|s)?|cover(?:ed|s|age)?|approv\w+|authori[sz]\w+|used|"
    r"indicated)(?: \w+){0,2} for "
    r"(?!(?:an? |any )?(?:members?|patients?|people|persons?|anyone|those|individuals?|enrollees?)\b)(?:\w+,? ){0,4}$"
)
"""Before the name of a condition: words that make it a use of the treatment ("does not support esketamine for …")."""
_USE = re.compile(r"\b(?:requests? )?for (?:\w+,? ){0,4}$")

OF_PERSON = re.compile(
    r"^\W*(?:the )?(?:individuals?|members?|patients?|recipients?|persons?|clients?|beneficiar\w+|you)\b"
    r"|^\W*(?:(?:a |any )?history of|current|active|recent|pregnan|uncontrolled|under|less than|age)\b"
)
"""Items of a list of refusals that speak of the person, not of a use."""


def speaks_of_person(passage: Passage, *, listed: bool) -> bool:
    """Whether what stands among refusals is a state of the person ("Pregnancy"), and no use that is refused."""
    if OF_PERSON.match(passage.low):
        return True
    words = passage.low[passage.prefix :]
    return (passage.none_of and not names_use(words)) or (listed and not find_indications(words))


_INLINE = re.compile(
    r"(?:\b(?:not have|not had|no|none|without|absence of|free (?:of|from)|never had)\b[^.:;]{0,60}"
    r"\b(?:following|these|any of|contraindications|conditions)\b[^.:;]{0,60}|\bnone of\s?):\s*(?P<list>[^.]+)"
)
_PLAIN_LIST = re.compile(
    r"\b(?:do(?:es)? not have|must not have|ha(?:s|ve) no|no (?:current |active )?(?:history|evidence|diagnosis) of)"
    r"(?: or| a history of)?:? (?P<list>[^.;:]*,[^.;:]*)"
)
"""Several conditions in one breath: "does not have dementia, an aneurysm, or glaucoma"."""
_NO_NOUN = re.compile(
    r"^\W*(?:(?:or|and|nor|current|active|acute|recent|past|prior|moderate|severe|mild|untreated|known|unstable|"
    r"uncontrolled|significant|other|any|a|an|the)\b\W*)*$"
)
_NEW_CLAUSE = re.compile(
    r"\b(?:is|are|has|have|had|was|were|will|must|may|who|that|which|if|unless|been|take[sn]?|does|not|to|see|for|with)\b"
)
_CONJUNCTION = re.compile(r"^\W*(?:(?:and|or|nor)\b\W*)?|\W*(?:\b(?:and|or)\W*)?$")


_A_WORD = re.compile(r"[a-z]{4}")
_AGE = re.compile(
    r"\b(?:under|below|younger than|less than|over|older than|above)\W+(?:the )?(?:age\b|\d\d\b)|"
    r"\byears (?:of age|old)\b"
)


def find_exclusions(passage: Passage) -> list[Found]:
    """Conditions that the passage, or the list that it stands in, rules out."""
    low = passage.low
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    inline = None if passage.negative else _INLINE.search(low)
    for name, regex in (*named_in("groups", low), *named_in("conditions", low)):
        for match in regex.finditer(low):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            listed = inline is not None and inline.start("list") <= match.start() < inline.end("list")
            if in_exception(passage, match.start()) or not (listed or _ruled_out(passage, match.start(), match.end())):
                continue
            taken.append(match.span())
            kind, code = _GROUPS.get(name, ("contraindication", "KC160"))
            text = " ".join(passage.text[slice(*match.span())].split()) if kind != "contraindication" else name
            found.append(
                Found(
                    type=kind,
                    rule=code,
                    start=match.start(),
                    end=match.end(),
                    text=_whole(passage, *match.span(), text),
                )
            )
    found = _once(found)
    named = [item for item in found if item.text != "any contraindication"]
    if named and len(named) < len(found) and re.search(r"contraindications?[^.;:]{0,40}(?::|\()", low):
        found = named
    if inline and not passage.leads:
        found += _unnamed_parts(passage, *inline.span("list"), taken)
    elif found and not passage.negative and (several := _PLAIN_LIST.search(low)):
        found += _unnamed_parts(passage, *_same_clause(low, *several.span("list")), taken)
    if not found and passage.none_of and not passage.leads and _A_WORD.search(low) and not _AGE.search(low):
        return [
            Found(type="contraindication", rule="KC160", start=0, end=len(low.rstrip(" ;,.")), text=_bare(passage.text))
        ]
    bare = _NO_CONDITION.match(low.strip())
    if not found and bare and passage.in_list and not passage.leads and not _STEP.search(low):
        text = _bare(passage.text[low.index(bare["what"]) :])
        return [Found(type="contraindication", rule="KC160", start=0, end=len(low.rstrip(" ;,.")), text=text)]
    return found


def _unnamed_parts(passage: Passage, start: int, end: int, taken: list[tuple[int, int]]) -> list[Found]:
    """The parts of "none of the following: A; B; or C" that no name of a condition covers, each in its own words."""
    mark = ";" if ";" in passage.text[start:end] else ","
    found: list[Found] = []
    at = start
    for part in passage.text[start:end].split(mark):
        left, right = at, at + len(part)
        at = right + 1
        words = _CONJUNCTION.sub("", part)
        if (
            len(words) < 4
            or _NO_NOUN.match(words.lower())
            or _STEP.search(words.lower())
            or any(left <= place[0] < right for place in taken)
        ):
            continue
        found.append(Found(type="contraindication", rule="KC160", start=left, end=right, text=_bare(words)))
    return found


def _same_clause(low: str, start: int, end: int) -> tuple[int, int]:
    """The parts of a list up to the first that begins another clause; none where no part of it is named."""
    at = start
    for part in low[start:end].split(","):
        if _NEW_CLAUSE.search(part):
            return start, max(at - 1, start)
        at += len(part) + 1
    return start, end


def _ruled_out(passage: Passage, start: int, end: int) -> bool:
    low = passage.low
    if passage.prefix and is_ruled_out(passage, end):
        return True
    if passage.negative:
        return passage.none_of or not _USE.search(low[:start])
    cut = max((found.end() for found in _REACH.finditer(low, 0, start)), default=0)
    before, after = low[cut:start], low[end : end + 60]
    negated = list(cue("negative").finditer(before))
    if negated:
        if _A_USE.search(before):
            return False
        return not _POSITIVE.search(before[negated[-1].end() :]) or "no" in negated[-1][0]
    clause = re.split(r"[;.]", after)[0]
    return bool(
        re.search(
            r"\b(?:is|are|must be|has been|have been) (?:\w+ )?(?:absent|excluded|ruled out|"
            r"contraindicat\w+|not present|in (?:full |sustained )*remission)|\bare not eligible|"
            r"\bexclusion\b|^\W*(?:\w+ ){0,2}(?:rules? out|precludes?|bars?|prohibits?) (?:the |any |all )?"
            r"(?:use|treat\w+|therapy|infusions?|approval|coverage|esketamine|ketamine|spravato|it|dosing)\b",
            clause,
        )
    ) or bool(re.search(r"\bcontraindications?\b|\bexclu(?:des|ded|sions?)\b|\bprohibits?\b", before))


def _whole(passage: Passage, start: int, end: int, text: str) -> str:
    """The words with the adjective before them, so that "current" and "history of" stay in the reading."""
    before = re.search(
        r"(?:(?:current|active|acute|untreated|recent|severe|moderate|history of|earlier|prior|past|known)\s+){1,3}$",
        passage.low[:start],
    )
    return f"{' '.join(passage.text[before.start() : start].split())} {text}" if before else text


def _once(found: list[Found]) -> list[Found]:
    kept: dict[tuple[str, str | None], Found] = {}
    for item in found:
        key = (item.type, item.text if item.type == "contraindication" else None)
        kept.setdefault(key, item)
    return list(kept.values())


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" ;,.•-")[:80]
