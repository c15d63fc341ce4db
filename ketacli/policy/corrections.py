"""Finds what a text itself takes back ("In May we wrote that … . That was wrong.", "… . None of that applies here.").

It states nothing in force."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.sentences import sentence_spans
from ketacli.policy.substrings import AnyOf

_hinted = AnyOf(
    "wrong", "error", "erroneous", "incorrect", "mistake", "misprint", "misstate", "inaccurate", "not correct",
    "not right", "none of", "not apply", "no bearing", "should have", "should read",
    "should say",
)  # fmt: skip
_FALSE = (
    r"(?:wrong|incorrect|mistaken|inaccurate|erroneous|in error|not (?:correct|right|accurate)|misprinted|"
    r"(?:an?|our|a printing|a typographical|an editorial) (?:error|mistake|misprint|typo))"
)
_TAKEN_BACK = re.compile(
    r"^\W*(?:(?:that|this|it|these|those)|(?:the|this|that|those|these)\s+(?:[\w-]+\s+){0,2}(?:statements?|numbers?|figures?|"
    r"sentences?|entry|entries|lines?|dates?|periods?|information|text|wording|answers?|notices?|limits?|values?))\s+"
    rf"(?:(?P<was>was|were)|is|are)\s+(?:printed\s+)?{_FALSE}(?!\w)(?!\s+that(?!\w))"
)
"""A sentence that takes back the one before it."""
_DISOWNED = re.compile(
    r"^\W*(?:none of (?:that|this|those|these|it|them|which)(?: \w+)? "
    r"(?:applies|apply|holds|counts|is (?:in force|valid|true))"
    r"|(?:that|those|the latter)"
    r"(?: (?:policy|policies|rules?|criteria|guidelines?|requirements?|conditions?|terms?|document))? "
    r"(?:does not|do not|never) appl(?:y|ies) (?:here|to us|under this|in this|for (?:this|our)|"
    r"to (?:this|our) (?:plan|polic|guideline|product|program|document|booklet))"
    r"|(?:that|those|it|they)(?: (?:policy|rules|criteria))? (?:has|have) no bearing)"
)
"""A sentence that says of the rules told before it that they are not this document's."""
_WROTE = (
    r"(?:wrote|said|stated|printed|published|reported|listed|gave|showed|described|told you|announced|indicated|read)"
)
_WRONGLY = re.compile(
    r"(?<!\w)(?:(?:wrongly|incorrectly|erroneously|mistakenly|inaccurately|by mistake|in error)\s+"
    rf"{_WROTE}|{_WROTE}\s+(?:wrongly|incorrectly|erroneously|mistakenly|inaccurately|by mistake|in error)|"
    r"misstated|misprinted)(?!\w)"
)
_RIGHT_AGAIN = re.compile(
    r"[;,.:]\s+(?:(?:and|but)\s+)?(?:instead,?\s+)?(?:the (?:correct|right|true|actual)|(?:it|they) (?:is|are|should)|"
    r"correct(?:ly)?:|in fact|that should)"
)
_SHOULD_HAVE = re.compile(
    r"[,;]?\s+(?:(?:and|but|which|it|this|that|they|the \w+)\s+)?(?:it |they )?should "
    r"(?:have (?:read|said|been|stated|listed)|read|say)(?!\w)"
)
_WHICH_IS = re.compile(rf"[,;]\s+(?:which|and that|but that|that)\s+(?:was|is|were|are)\s+{_FALSE}(?!\w)")
_TELLS = re.compile(
    rf"(?<!\w)(?:we|issue|bulletin|newsletter|notice|edition|page|table|version|article|line|policy|{_WROTE})(?!\w)"
)


def taken_back(text: str) -> list[tuple[int, int]]:
    """Stretches of a unit's text that it calls an error, as offsets into it."""
    low = text.lower()
    if not _hinted(low):
        return []
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for start, end in sentence_spans(text):
        sentence = low[start:end]
        if before is not None and _takes_back(sentence, low[before[0] : before[1]]):
            found.append(before)
        if (length := _wrong_part(sentence)) > 0:
            found.append((start, start + length))
        before = (start, end)
    return found


def _takes_back(sentence: str, before: str) -> bool:
    if _DISOWNED.match(sentence):
        return True
    back = _TAKEN_BACK.match(sentence)
    return back is not None and (back["was"] is not None or _TELLS.search(before) is not None)


def without_errors(text: str) -> str:
    """A unit's text with what it calls an error blanked in its place; treatments and uses stay, since what comes next
    may speak of them ("… are covered. That was wrong. They are not.")."""
    for start, end in taken_back(text):
        text = text[:start] + _only_names(text[start:end]) + text[end:]
    return text


def _only_names(words: str) -> str:
    from ketacli.policy.positions.indications import find_indications
    from ketacli.policy.positions.treatments import find_treatments

    low = words.lower()
    kept = [range(one.start, one.end) for one in find_treatments(low)]
    kept += [range(one.start, one.end) for one in find_indications(low)]
    end = len(words.rstrip()) - 1
    return "".join(
        char if (at == end and char in ".;") or any(at in span for span in kept) else " "
        for at, char in enumerate(words)
    )


def _wrong_part(sentence: str) -> int:
    """How much of a sentence, from its start, is the error that it tells."""
    for pattern in (_SHOULD_HAVE, _WHICH_IS):
        again = pattern.search(sentence)
        if again and _TELLS.search(sentence[: again.start()]):
            return again.start()
    wrongly = _WRONGLY.search(sentence)
    if wrongly is None:
        return 0
    again = _RIGHT_AGAIN.search(sentence, wrongly.end())
    return again.start() if again else len(sentence)
