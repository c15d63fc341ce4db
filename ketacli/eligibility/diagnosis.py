"""Whether a diagnosis, in words or as an ICD-10-CM code, entails what a policy asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketacli.eligibility.finding import Status


@dataclass(frozen=True, slots=True)
class Features:
    """What a diagnosis says, feature by feature; an empty set says nothing."""

    disorders: frozenset[str]
    severity: frozenset[str]
    course: frozenset[str]
    psychotic: bool | None
    resistant: bool
    suicidal: bool
    remission: bool
    criteria: frozenset[str] = frozenset()
    """Sets of criteria that the words name, such as the Budapest criteria for CRPS."""

    @property
    def names_something(self) -> bool:
        """Whether the words say anything that a diagnosis could be compared with."""
        return bool(self.disorders or self.severity or self.resistant or self.suicidal or self.criteria)


_DISORDERS: tuple[tuple[str, str], ...] = (
    (r"bipolar|\bf31", "bipolar"),
    (
        r"major depress|\bmdd\b|\bf3[23](?!.?8)|treatment[- ]resistant depress|\btrd\b|unipolar|depressive episode",
        "mdd",
    ),
    (r"dysthymi|persistent depressive|\bf34\.?1", "dysthymia"),
    (r"post-?\s?traumatic|\bptsd\b|\bf43\.?1", "ptsd"),
    (r"obsessive|\bocd\b|\bf42", "ocd"),
    (r"schizoaffective|\bf25", "schizoaffective"),
    (r"schizophreni(?!form)|\bf20", "schizophrenia"),
    (r"complex regional|\bcrps\b|\brsd\b|reflex sympathetic|causalgia|\bg90\.?5|\bg57\.7|\bg56\.4", "crps"),
    (r"migraine|\bg43", "migraine"),
    (r"cluster headache|\bg44\.0", "cluster_headache"),
    (r"fibromyalgia|\bm79\.7", "fibromyalgia"),
    (r"neuropath|\bg62|\bg63", "neuropathy"),
    (r"phantom|\bg54\.6", "phantom_limb"),
    (r"chronic pain|\bg89\.[24]", "chronic_pain"),
    (r"generali[sz]ed anxiety|anxiety disorder|\bf41", "anxiety"),
    (r"substance use|opioid use|alcohol use|cocaine|\bf1[0-9]", "sud"),
    (r"cancer pain|neoplasm related pain|\bg89\.3", "cancer_pain"),
)
_PLAIN = "depression"
"""Asked for in plain words ("depression that did not get better"), without the name of a disorder."""
_WIDER = {
    "mdd": {_PLAIN},
    "dysthymia": {_PLAIN},
    "crps": {"chronic_pain"},
    "neuropathy": {"chronic_pain"},
    "phantom_limb": {"chronic_pain"},
    "fibromyalgia": {"chronic_pain"},
}
_EXCLUSIVE = {"mdd": {"bipolar", "schizophrenia", "schizoaffective"}, "bipolar": {"mdd"}}
_DEGREES = ("mild", "moderate", "severe")
_OR_MORE = re.compile(
    r"\b(?:(?:at least|no less than|not less than|a minimum of|minimally)\s+(?P<least>mild|moderate)(?:ly)?"
    r"|(?P<from>mild|moderate)(?:ly)?(?: (?:severity|intensity|degree))? (?:or|and) "
    r"(?:greater|worse|higher|above|more))\b"
)
"""A degree with all above it ("of at least moderate severity")."""
_CODE_SEVERITY = {"0": "mild", "1": "moderate", "2": "severe", "3": "severe"}


def features(text: str) -> Features:
    """The features of a diagnosis in words or codes (ICD-10-CM F32/F33: fourth character gives severity)."""
    low = text.lower()
    fourth = re.findall(r"\bf3[23]\.?(\d)", low)
    severity = {word for word in _DEGREES if re.search(rf"\b{word}\b", low)}
    for match in _OR_MORE.finditer(low):
        severity |= set(_DEGREES[_DEGREES.index(match["least"] or match["from"]) :])
    severity |= {_CODE_SEVERITY[sign] for sign in fourth if sign in _CODE_SEVERITY}
    course = {word for word in ("recurrent", "single") if word in low}
    course |= {"single"} if "f32" in low else set()
    course |= {"recurrent"} if "f33" in low else set()
    disorders = frozenset(name for pattern, name in _DISORDERS if re.search(pattern, low))
    if not disorders and re.search(r"\bdepression\b", low):
        disorders = frozenset({_PLAIN})
    return Features(
        disorders=disorders,
        severity=frozenset(severity),
        course=frozenset(course),
        psychotic=_psychotic(low, fourth),
        resistant=bool(
            re.search(
                r"treatment[- ](?:resistant|refractory)|\btrd\b|refractory|"
                r"(?:did(?:n't| not)|has not|have not) (?:get|gotten|got|improved?|respond(?:ed)?|remit(?:ted)?)\b",
                low,
            )
        ),
        suicidal=bool(re.search(r"suicid|\bmdd-?si\b|\br45\.?851", low)),
        remission=bool(re.search(r"remission", low)),
        criteria=frozenset(name for name in ("budapest", "iasp") if name in low),
    )


def _psychotic(low: str, fourth: list[str]) -> bool | None:
    """From words, or from codes where all that are given agree (fourth character 3: with psychotic features)."""
    if re.search(r"without psychotic|non-?psychotic|no psychotic", low):
        return False
    if re.search(r"with psychotic|psychotic features", low):
        return True
    told = {sign == "3" for sign in fourth if sign in "0123"}
    return told.pop() if len(told) == 1 else None


def excludes(said: str, asked: str) -> bool:
    """Whether a diagnosis rules out every disorder that `asked` names (major depression rules out a bipolar one)."""
    have, want = features(said).disorders, features(asked).disorders
    ruled_out = {name for own in have for name in _EXCLUSIVE.get(own, set())}
    return bool(want) and want <= ruled_out


def entails(said: str, asked: str, *, indication: str | None = None) -> Status:
    """Whether `said` (the patient's diagnosis) entails `asked` (the policy's words).

    Met where every feature that is asked for is there, unmet where one is contradicted, else unknown. The
    indication of the request (`trd`, `mdd_si`) stands in for words on resistance and suicidality, which are rarely
    part of a coded diagnosis.
    """
    have, want = features(said), features(asked)
    if _only_names_codes(asked) or (_code_listed(said, asked) is Status.MET and not want.resistant):
        return _code_listed(said, asked)
    parts = [_disorder(have, want)]
    if want.severity:
        parts.append(_overlap(have.severity, want.severity))
    if want.course:
        parts.append(_overlap(have.course, want.course))
    if want.psychotic is not None:
        parts.append(Status.UNKNOWN if have.psychotic is None else _status(have.psychotic == want.psychotic))
    if want.resistant:
        parts.append(_status(True) if have.resistant or indication == "trd" else Status.UNKNOWN)
    if want.criteria:
        parts.append(_status(True) if want.criteria & have.criteria else Status.UNKNOWN)
    if want.suicidal:
        parts.append(_status(True) if have.suicidal or indication == "mdd_si" else Status.UNKNOWN)
    if Status.UNMET in parts:
        return Status.UNMET
    return Status.UNKNOWN if Status.UNKNOWN in parts else Status.MET


def _disorder(have: Features, want: Features) -> Status:
    if not want.disorders:
        return Status.MET if want.criteria & have.criteria else Status.UNKNOWN
    reached = set(have.disorders)
    for name in have.disorders:
        reached |= _WIDER.get(name, set())
    if reached & want.disorders:
        contradicted = any(_EXCLUSIVE.get(name, set()) & have.disorders for name in want.disorders)
        return Status.UNMET if contradicted and not want.disorders >= have.disorders else Status.MET
    return Status.UNMET if have.disorders - {_PLAIN} else Status.UNKNOWN


def _overlap(have: frozenset[str], want: frozenset[str]) -> Status:
    return Status.UNKNOWN if not have else _status(bool(have & want))


def _only_names_codes(asked: str) -> bool:
    return bool(re.fullmatch(r"[\s,;andor\-–.()]*(?:[a-z]\d\d[.\dx]*[\s,;andor\-–.()]*)+", asked.lower()))


_CODE = r"[a-z]\d\d(?:\.?\w{1,4})?"
_RANGE = re.compile(rf"\b({_CODE})\s*(?:-|–|to|through)\s*({_CODE})\b")


def _code_listed(said: str, asked: str) -> Status:
    """Whether the patient's code is one that is listed, or lies in a listed range; a category takes in its codes."""
    own = [code.replace(".", "") for code in re.findall(rf"\b{_CODE}\b", said.lower())]
    low = asked.lower()
    ranges = [(first.replace(".", ""), last.replace(".", "")) for first, last in _RANGE.findall(low)]
    codes = {code.replace(".", "") for code in re.findall(rf"\b{_CODE}\b", low)}
    if not own or not codes:
        return Status.UNKNOWN
    within = any(first <= code[: len(last)] <= last for code in own for first, last in ranges)
    return _status(within or any(code.startswith(tuple(codes)) for code in own))


def _status(holds: bool) -> Status:
    return Status.MET if holds else Status.UNMET
