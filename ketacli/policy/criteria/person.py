"""Criteria about the person: age and diagnosis."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.patterns import cue, pattern
from ketacli.policy.criteria.quantities import Quantity
from ketacli.policy.reading import Comparison, CriterionType

_AGE_BEFORE = re.compile(
    r"(?:(?<!of )\bage[ds]?\b[^.;#]{0,24}|\badults?\b(?:(?!\b(?:who|with|had|have|fail\w*)\b)[^.;#]){0,24}(?<!: \())$"
)
_AGE_AFTER = re.compile(
    r"^\W{0,3}(?:years?|yrs?|y/o|yo)?\W{0,3}(?:of age|old\b|olds?\b|in age)|^\W{0,3}(?:y/o|y\.?o\.?)(?!\w)|"
    r"^[^.;#]{0,3}(?:years?|yrs?)\b\W{0,3}(?:or older|and older|or over|and over)"
)
_IS = re.compile(
    r"\b(?:patients?|members?|individuals?|persons?|people|enrollees?|recipients?|beneficiar(?:y|ies)|clients?|"
    r"he or she|you|who|they)(?: (?:is|are|must be|has to be|have to be)|'re)\s*$"
    r"|\b(?:has|have) (?:turned|reached|attained)(?: the age of)?\s*$"
    r"|^\W*(?:is|are|be|must be)\s*$"
)
_THAN = re.compile(r"(?:under|over|above|below)\b")
_PERSONS = re.compile(
    r"\b(?:patients?|members?|individuals?|persons?|people|enrollees?|recipients?|anyone|everyone|those|children|minors)\s+$"
)
_BUT_YOUNGER = re.compile(r"\s*,?\s*(?:and|but)\s*(?:is |are |has |have )?")
"""Between two ages of which only the second is said to be one ("at least 18 but not yet 75 years of age")."""
_NOTHING_COUNTED = re.compile(r"\s*(?:[.,;:)]|$|(?:and|or|when|if|with|at|on|but)\b)")
_YOUNGEST = 10
"""An age without the word ("the patient is over 18") is no smaller number than this."""
_OTHER_NOUN = re.compile(r"(?:\s+[a-z-]+){1,2}")
"""After a small number: what it counts ("adults, two failed antidepressants")."""
_AGE_WORD = re.compile(r"\b(?:or|and) (?:older|over|younger|under)\b|\b(?:younger|older) than\b")
_NOT = re.compile(r"\b(?:not|no|never|isn't|nobody(?: who is)?)\s+$")
"""Before "under 18" or "younger than 18": the other side of it is asked for."""
_GROWN = re.compile(
    r"\b(?:patients?|members?|individuals?|persons?|enrollees?|beneficiar(?:y|ies)|recipients?|clients?|he or she|you)"
    r" (?:is|are|must be) an? adults?\b|^\W*adults?\W*$"
    r"|^\W*(?:(?:step|question|q)?\s*\d+\W+)?is the "
    r"(?:patient|member|individual|person|enrollee|beneficiary|recipient|client)"
    r" an? adult\b"
)
_BIRTHDAY = re.compile(r"\b(?:reached|had|passed|past|celebrated|after)\b[^.;]{0,20}\b(?P<years>\d\d)th birthday")
_OF_SOME = re.compile(
    r"^\W*(?:(?:\d{1,2}|[a-z])[.)] )?(?:also,? )?(?:for|in|if|when|where|among|should)\b[^.;:,]{0,60}$"
)
"""Before an age that says whom the rest of the sentence concerns ("for members aged 65 or older, …")."""
_SOME = re.compile(
    r"^\W*(?:(?:\d{1,2}|[a-z])[.)] )?(?:an? |any |every |each |all )?"
    r"(?:older |elderly )?(?:members?|patients?|individuals?|persons?|people|enrollees?|recipients?|adults?|those)\b"
    r"[^.;:,]{0,30}$"
)
_MUST = re.compile(r"[^.;:,]{0,25}\b(?:must|needs?|requires?|should|ha(?:s|ve) to|starts?|begins?)\b")
"""After the age of some members: what only they must do ("members over 65 need a fall assessment")."""
_REST = re.compile(r"[^.;:]{0,45},")
_OLD, _YOUNG = 40, 21
"""Ages from which on, and up to which, a sentence that opens with them speaks of some of the members only."""
_DIAGNOSED = (
    r"(?:(?:confirmed |documented |established |primary |current |clinical )*(?:\bdx|diagnos(?:is|"
    r"es|ed))(?: codes?| confirmed| required)?(?: of| with|:| is| are| for)? (?P<text>{condition}[^.;:#]{0,60})"
    r"|(?P<text2>{condition})[^.;#]{0,50}? (?:has been|is|was|have been|must be|"
    r"are) (?:\w+ )?(?:diagnosed|confirmed|documented|established|present)"
    r"|(?P<text7>diagnosis) (?:\w+ )?(?:meets?|fulfil\w*|satisf\w+) (?:the )?(?:\w+ )?criteria"
    r"|(?:meets?|fulfil\w*|satisf\w+)[^.;#]{0,30}(?:dsm\S*|icd\S*|budapest|"
    r"diagnostic) criteria for (?P<text3>[^.;#]{3,60})"
    r"|(?P<text5>(?:diagnosed|diagnosis)[^.;#]{0,40}(?:by|under|according to|rests? on|based on|"
    r"using|with|per|on) (?:the )?(?:budapest|dsm|icd)[^.;]{0,20})"
    r"|(?:\bhas\b|\bhave\b|\bhaving\b|suffers? from|living with|diagnosed with)(?! (?:no|"
    r"not|never|been|had|failed|tried)\b) (?P<text4>{condition}[^.;:#]{0,40})"
    r"|\bdiagnosed (?:you|the (?:member|patient|client|person|individual)|him|her|them) with (?P<text13>{condition})"
    r"|(?P<text14>{condition})(?:, [^.;:#]{3,30},)? (?:that |which )?(?:conforms? to|meets?|meeting|satisf\w+|"
    r"fulfil\w+|according to"
    r"|under|per) (?:the )?"
    r"(?:budapest|dsm|icd|iasp)"
    r"|\binterview\b[^.;#]{0,40}\bshows? (?P<text15>{condition})"
    r"|\bconfirm(?:s|ed)? (?P<text8>{condition})"
    r"|(?:one of|following|these|show|has|have) (?:\w+ ){0,3}(?P<text11>diagnos[ei]s(?: codes?)?:? (?:of )?"
    r"[a-z]\d\d\.?\d+(?:(?:,| or|, or)? [a-z]\d\d\.?\d+)*)"
    r"|\b(?:records?|charts?|notes?|history) (?:shows?|documents?|must show) (?P<text9>{condition})"
    r"|(?:\b(?:is|are|be) an? adults?|\byears(?: of age| old)?),? with (?P<text10>{condition})"
    r"|(?P<text12>{condition}[^.;:#()]{0,40})\((?:per |by )?dsm"
    r"|(?P<text6>dsm-?\S* (?:criteria (?:for|of) )?{condition}))"
)


_FOR_SO_LONG = re.compile(r"\s*(?:for |since |longer than |more than )?(?:at least |more than )?#")
"""After "the pain has been present": how long, which is no diagnosis."""
_AND_MORE = re.compile(r", and [^.;]{0,80}:\s*$")
"""After a diagnosis: the list that the same item leads in is a further condition."""


_OF_A_CASE = re.compile(
    r"\W*(?:the |an? )?(?:patient is an? |enrollee is an? )?\d{1,3}[- ]years?[- ]old (?:\w+ ){0,2}"
    r"(?:enrollee|male|female|man|woman|patient|member|boy|girl)\b(?! (?:must|may|is covered|is eligible))"
)
"""How the report of one case begins ("A 44-year-old female enrollee has requested …"): its age is asked of nobody."""


def find_ages(passage: Passage) -> list[Found]:
    """Lowest and highest ages ("≥ 18 years", "aged 18 to 64", "under 65"); "adults" alone is read elsewhere."""
    if _OF_A_CASE.match(passage.low):
        return []
    found: list[Found] = []
    for quantity in passage.shadow.quantities:
        if _is_age(quantity, passage) and not _of_some(quantity, passage):
            turned = passage.negative != bool(_NOT.search(passage.low[: quantity.start]))
            found += [_inverted(age) for age in _ages(quantity)] if turned else _ages(quantity)
    birthday = None if found or passage.negative else _BIRTHDAY.search(passage.low)
    if birthday:
        found.append(
            Found(
                type="age_min",
                rule="KC101",
                start=birthday.start(),
                end=birthday.end(),
                number=int(birthday["years"]),
                unit="years",
                comparison="at_least",
            )
        )
    grown = _GROWN.search(passage.low)
    if grown and not found and not passage.negative:
        found.append(
            Found(
                type="age_min",
                rule="KC101",
                start=grown.start(),
                end=grown.end(),
                number=18,
                unit="years",
                comparison="at_least",
                text="adult",
            )
        )
    return found


def _inverted(age: Found) -> Found:
    """Where an age is a ground to refuse ("under 18 years"), the other side of it is asked for."""
    other: dict[Comparison | None, Comparison] = {
        "less_than": "at_least",
        "at_most": "more_than",
        "more_than": "at_most",
        "at_least": "less_than",
    }
    up = age.type == "age_max"
    return age.changed(
        type="age_min" if up else "age_max", rule="KC101" if up else "KC102", comparison=other[age.comparison]
    )


def _is_age(quantity: Quantity, passage: Passage) -> bool:
    low = passage.low
    before, after = low[max(0, quantity.start - 40) : quantity.start], low[quantity.end : quantity.end + 30]
    own = low[quantity.start : quantity.end]
    if not 0 < quantity.value < 120:
        return False
    unit = re.match(r"[\s-]*(weeks?|months?|days?|hours?|mg|%|percent|points?|sessions?)\b", after)
    if unit:
        return False
    if _AGE_AFTER.search(after) or _AGE_WORD.search(own):
        return not re.search(r"\b(?:trial|studied|study)\b", before)
    if _AGE_BEFORE.search(passage.shadow.text, max(0, quantity.start - 40), quantity.start):
        return quantity.value >= _YOUNGEST or not _OTHER_NOUN.match(after)
    if quantity.value >= _YOUNGEST and _IS.search(before) and _NOTHING_COUNTED.match(after):
        return True
    if _THAN.match(own) and _PERSONS.search(before) and re.match(r"\W*,", after):
        return True
    later = next((other for other in passage.shadow.quantities if other.start >= quantity.end), None)
    if later and _BUT_YOUNGER.fullmatch(low[quantity.end : later.start]) and _AGE_AFTER.search(low[later.end :]):
        return True
    earlier = [other for other in passage.shadow.quantities if other.end <= quantity.start]
    return (
        bool(earlier)
        and bool(re.match(r"\s*(?:years?(?: of age)?)?,?\s*(?:and|but|to)\s*$", low[earlier[-1].end : quantity.start]))
        and (bool(re.match(r"\W*years?\b", after)) and _is_age(earlier[-1], passage))
    )


def _of_some(quantity: Quantity, passage: Passage) -> bool:
    """Whether an age only says for whom a demand holds: of the old or the young among those who are treated."""
    upper = quantity.comparison in ("at_most", "less_than")
    if quantity.high is not None or not (quantity.value <= _YOUNG if upper else quantity.value >= _OLD):
        return False
    if _OF_SOME.match(passage.low, 0, quantity.start):
        return _REST.match(passage.low, quantity.end) is not None
    some = not upper and _SOME.match(passage.low, 0, quantity.start) is not None
    return some and _MUST.match(passage.low, quantity.end) is not None


def ages_concerned(text: str) -> list[Found]:
    """The ages of those whom a demand concerns that is made of the old or the young alone; empty for any other."""
    passage = Passage(text=" ".join(text.split()))
    quantity = next(iter(passage.shadow.quantities), None)
    if quantity is None or not (_is_age(quantity, passage) and _of_some(quantity, passage)):
        return []
    return _ages(quantity)


def _ages(quantity: Quantity) -> list[Found]:
    def one(kind: CriterionType, value: int | float, comparison: Comparison) -> Found:
        code = "KC101" if kind == "age_min" else "KC102"
        return Found(
            type=kind,
            rule=code,
            start=quantity.start,
            end=quantity.end,
            number=value,
            unit="years",
            comparison=comparison,
        )

    if quantity.high is not None:
        return [one("age_min", quantity.value, "at_least"), one("age_max", quantity.high, "at_most")]
    if quantity.comparison in ("at_most", "less_than"):
        return [one("age_max", quantity.value, quantity.comparison)]
    return [one("age_min", quantity.value, quantity.comparison if quantity.comparison == "more_than" else "at_least")]


def find_diagnosis(passage: Passage) -> list[Found]:
    """The diagnosis that must be documented; none where the sentence denies it or only leads a list in."""
    if passage.negative:
        return []
    match = pattern(_DIAGNOSED).search(passage.shadow.text)
    if (
        match is None
        or (passage.leads and not _AND_MORE.search(passage.low, match.start()))
        or (match["text4"] and not passage.in_list)
    ):
        return []
    before = passage.shadow.text[: match.start()]
    if match["text2"] and _FOR_SO_LONG.match(passage.shadow.text, match.end()):
        return []
    if cue("negative").search(before[-40:]) or re.search(r"\bhistory of\b|\bno\b|\bnot\b", match[0][:30]):
        return []
    name = next(key for key, value in match.groupdict().items() if key.startswith("text") and value)
    start, end = match.span(name)
    words = " ".join(passage.text[start:end].split())
    words = re.split(r"\b(?:that|which|who|and|as|according|per|in the)\b", words)[0] or words
    words = re.sub(r"[\s;,-]+(?:AND|OR)[\s-]*$", "", words)  # the joint to the next item
    return [Found(type="diagnosis", rule="KC103", start=match.start(), end=match.end(), text=words.strip(" ,(")[:80])]
