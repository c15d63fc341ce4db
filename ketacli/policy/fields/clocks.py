"""Deadlines belong to somebody: whose clock is a number of days? (KF021, KF022, KF025)

A sentence on appeals is cut into clauses with one duration each. The words of the clause, then of its sentence, then
of what stands before it, say which level it belongs to and who must act: the one who files, or the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.clock_words import (
    AFTER,
    AFTER_FIRST,
    ALLOWED,
    ANCHOR,
    ANSWERS,
    BEFORE,
    COURT,
    CUT,
    EACH,
    ELLIPSIS,
    FILES,
    FIRST_DECISION,
    FROM_APPEAL,
    INTERNAL,
    NOTICE,
    OF_MEMBER,
    PART_B,
    POST,
    PRE,
    RECEIPT,
    URGENT,
    is_relevant,
    is_voluntary,
)
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.numbers import Duration, durations
from ketacli.records import growing, positional

_I = re.IGNORECASE
_SHORTEST_APPEAL = 12
"""Hours; what is shorter is a time of observation or a time at the telephone."""
_URGENT_FILING = 7
"""Days up to which a window in an urgent clause is that of the urgent appeal alone."""
_NOT_APPEALS = ("court", "claim", "information", "continuation", "provider", "judge")


@positional
class Clock:
    """One duration and the field it belongs to."""

    field: str
    number: int
    unit: str
    """`hour`, `day`, `week`, `month` or `year`."""
    business: bool
    anchor: str | None
    """`receipt` or `notice` for filing windows; None where the text does not say."""
    start: int
    end: int
    """The clause, as offsets into the text that was given."""
    voluntary: bool | None = None


@growing
class Context:
    """What earlier sentences of a passage have settled."""

    level: str | None = None
    urgent: bool = False
    answers: bool = False
    """True under a heading or after a sentence on the plan's decision."""
    kind: str | None = None
    """`pre` or `post` where a lead-in or heading ties the clock to a kind of claim."""


@positional
class _Parts:
    """A clause with one duration, cut up."""

    sentence: str
    clause: str
    head: str
    """The clause up to the number."""
    anchor: str
    """What follows the number and says what it counts from."""


@lru_cache(maxsize=1024)
def level_of(text: str, at: int | None = None) -> str | None:
    """The level of appeal, or the other clock, that some words speak of; None where they name none.

    `at` is the place of the number that the words are about: between a court and an appeal the nearer one before it
    decides.
    """
    for name, pattern in BEFORE:
        if pattern.search(text):
            return name
    court = [found.start() for found in COURT.finditer(text)]
    internal = [found.start() for found in INTERNAL.finditer(text)]
    if court and (not internal or _nearer(court, internal, len(text) if at is None else at)):
        return "court"
    if internal:
        return "internal"
    return next((name for name, pattern in AFTER if pattern.search(text)), None)


def _nearer(ones: list[int], others: list[int], at: int) -> bool:
    """Whether the last of `ones` before `at` stands nearer to it than the last of `others`."""
    return max((one for one in ones if one < at), default=-1) > max((one for one in others if one < at), default=-1)


def _level_of_whole(sentence: str, level: str | None) -> str | None:
    """A sentence's level for a clause that names none: an acknowledgement elsewhere in it does not count."""
    return "internal" if level == "continuation" and INTERNAL.search(sentence) else level


_FURTHER = ("second", "external", "hearing")


def _aside(clause: str, level: str | None, context: Context) -> bool:
    """Whether a sentence under internal appeals names a further level only in another clause: this one, which says how
    soon the plan answers before or after the service, stays with the internal appeal."""
    return (
        level in ("second", "external")
        and context.level == "internal"
        and bool(PRE.search(clause) or POST.search(clause))
        and bool(re.search(r"\b(?:we|the plan)\b", clause, _I))
        and _by_verbs(clause) == "answers"
    )


def clocks(sentence: str, context: Context) -> Iterator[Clock]:
    """Clocks in one sentence; `context` is what stands before it and is carried on."""
    found = list(durations(sentence))
    sentence_level = level_of(sentence)
    if not found:
        _carry(sentence, sentence_level, context)
        return
    previous_kind: str | None = None
    named: str | None = None
    for start, end, duration in _clauses(sentence, found):
        end = _before_next_step(sentence, start, end, duration)
        clause = sentence[start:end]
        if re.search(
            r"\bwait(?:ing)?(?: for)?(?: the)?(?: (?:usual|standard|normal|regular|full|whole))?\s*$",
            sentence[: duration.start],
            _I,
        ):
            continue  # "if waiting 30 days could harm you" sets no limit
        level = level_of(clause, duration.start - start) or _level_of_whole(sentence, sentence_level) or context.level
        named = level_of(AFTER_FIRST.sub("", clause)) or named
        if level_of(clause) is None and _aside(clause, sentence_level, context):
            level = "internal"
        elif context.level in _FURTHER and named is None:
            level = context.level  # "60 days from the answer to the first appeal" is the window of the next level
        kinds = _kinds(clause, sentence, previous_kind, context, single=len(found) == 1)
        previous_kind = kinds[-1] if len(kinds) == 1 else previous_kind
        anchored = ANCHOR.match(sentence[duration.end : end])
        parts = _Parts(sentence, clause, sentence[start : duration.start], anchored[0] if anchored else "")
        for field, anchor in _fields(parts, duration, level, kinds, context):
            yield Clock(
                field=field,
                number=duration.number,
                unit=duration.unit,
                business=duration.business,
                anchor=anchor,
                start=start,
                end=end,
                voluntary=is_voluntary(sentence) if field == "second_level_days" else None,
            )
    _carry(sentence, sentence_level, context)


_LATER = r"(?:thereafter|then|afterwards?|later|after that|subsequently|finally|also)"
_NEXT_STEP = lazy(
    rf"(?:,|;)?\s+(?:and|or|but|before|after which)\s*,?\s+(?:(?:{_LATER}|in turn|if [^,;]{{3,60}}),?\s+)?"
    r"(?:(?:you|the (?:member|claimant|participant|enrollee)|they|he or she)\s+)?"
    r"(?:(?:may|can|could|(?:has|have) the right to|(?:are|is) entitled to)\s+)?"
    rf"(?:{_LATER}\s+)?(?:ask|request|seek|go|turn|proceed|asking|requesting|seeking|going)\s",
    _I,
)
"""A further step without a number of its own ("and, thereafter, may ask for external review")."""


def _before_next_step(sentence: str, start: int, end: int, duration: Duration) -> int:
    """Where a clause ends: before a further step of which the number says nothing, if what stands before it names a
    level itself."""
    step = _NEXT_STEP.search(sentence, duration.end, end)
    return step.start() if step and level_of(sentence[start : step.start()]) == "internal" else end


_FINISHED = lazy(
    r"\b(?:finish|complet|exhaust|use[sd]? up|go(?:es|ne)? through|end)\w*\b[^.;]{0,40}\b(?:appeal|grievance)", _I
)
"""What must come before a further level ("You must finish our appeal first"), which is still spoken of."""


def _carry(sentence: str, level: str | None, context: Context) -> None:
    unnamed = "appeal" not in sentence.lower()  # "ask for a review by a panel" under "Second review"
    recalled = context.level in _FURTHER and level == "internal" and (unnamed or _FINISHED.search(sentence))
    if level and not recalled and not (level in ("claim", "information") and context.level == "internal"):
        context.level = level
    context.urgent = bool(URGENT.search(sentence))
    verbs = _by_verbs(sentence)
    if verbs and not any(True for _ in durations(sentence)):
        context.answers = verbs == "answers"


def _clauses(sentence: str, found: list[Duration]) -> Iterator[tuple[int, int, Duration]]:
    """One stretch per duration: from the end of the one before it to the cut nearest before the next one."""
    begin = 0
    for index, duration in enumerate(found):
        if index + 1 == len(found):
            yield begin, len(sentence), duration
            return
        cuts = [cut.start() for cut in CUT.finditer(sentence, duration.end, found[index + 1].start)]
        opened = [
            cut
            for cut in cuts
            if sentence[cut:].lstrip().startswith("(") and ")" not in sentence[cut : found[index + 1].start]
        ]
        cuts = [cut for cut in cuts if not sentence[cut:].lstrip().startswith("(")] if not opened else cuts
        ended = [cut for cut in cuts if sentence[cut] == ";"]
        end = (opened or ended[-1:] or cuts[-1:] or [found[index + 1].start])[0]
        yield begin, end, duration
        begin = end + len(sentence[end:]) - len(sentence[end:].lstrip(" ,;.:"))


def _kinds(clause: str, sentence: str, previous: str | None, context: Context, *, single: bool) -> list[str]:
    """Kinds of claim that a clock is tied to: `pre`, `post`, both, or `drug`; empty where it is tied to none."""
    if PART_B.search(clause):
        return ["drug"]
    if previous and ELLIPSIS.search(clause.rstrip(" .;,")):
        return ["post" if previous == "pre" else "pre"]
    where = clause if not single else sentence
    pre, post = PRE.search(where), POST.search(where)
    if pre and not post:
        return ["pre"]
    if post and not pre:
        return ["post"]
    if pre and post:
        return (
            ["pre", "post"]
            if re.search(r"\b(?:pre\S*\s+(?:and|or)\s+post|both)", where, _I)
            else ["pre" if pre.start() < post.start() else "post"]
        )
    return [context.kind] if context.kind else []


def _fields(
    parts: _Parts, duration: Duration, level: str | None, kinds: list[str], context: Context
) -> Iterator[tuple[str, str | None]]:
    if level in ("claim", "information") and context.level == "internal" and _by_verbs(parts.head) == "answers":
        level = "internal"  # the plan's choices in answering an appeal ("pay, or ask for more information")
    if level in (None, *_NOT_APPEALS):
        return
    if level_of(parts.clause) in (None, "internal") and _is_first_decision(parts.sentence):
        return
    urgent = URGENT.search(parts.clause) or (context.urgent and duration.unit == "hour")
    actor = _actor(parts.head, parts.sentence, parts.anchor, context)
    context.answers = actor == "answers"
    if duration.unit == "hour" and duration.number < _SHORTEST_APPEAL:
        return
    if duration.unit == "hour" or (urgent and actor == "answers" and duration.unit == "day"):
        if level in ("internal", "second") and not _is_first_decision(parts.sentence):
            yield "expedited_hours", None
    elif actor == "answers":
        yield from _decision_fields(level, kinds, parts.sentence)
    elif actor == "files" and not (
        (urgent or context.urgent) and duration.number <= _URGENT_FILING and duration.unit == "day"
    ):
        yield from _filing_fields(level, duration, parts.anchor, parts.clause)


_ANSWERED = lazy(
    r"(?:answer(?:ed)?|decision|notice|denial|letter|notification)\b[^.;]{0,50}\b(?:request for )?(?:a |an |our |the )?"
    r"coverage (?:decision|determination)s?",
    _I,
)
"""The first decision as what the window of the appeal counts from ("the notice that answered your request for …")."""


def _is_first_decision(sentence: str) -> bool:
    """Whether it speaks of the decision before any appeal; "took no part in the first decision" tells who decides."""
    own = re.sub(
        r"\b(?:no part|not (?:involved|part)|did not|neither made|not made)\b[^.;,]{0,60}", "", sentence, flags=_I
    )
    return bool(FIRST_DECISION.search(_ANSWERED.sub("", own))) and not INTERNAL.search(own)


def _actor(head: str, sentence: str, anchor: str, context: Context) -> str | None:
    """Whose clock it is: `files` for the person who appeals, `answers` for the plan, None for neither.

    What the days count from decides; where it is open, the words before the number, then the sentence.
    """
    own = _by_verbs(head) or ("files" if ALLOWED.search(sentence) else None)
    counted = _by_anchor(anchor)
    if counted == "meeting" or (counted == "decision" and own == "answers"):
        return None
    if counted in ("files", "answers"):
        return counted
    if counted == "decision":
        return "files"
    return own or ("answers" if context.answers else _by_verbs(sentence))


def _by_anchor(anchor: str) -> str | None:
    if re.match(r"\W*to (?:answer|decide|respond|reply|resolve|review|complete|act|pay)\b", anchor, _I):
        return None  # what the days are for, and not what they count from
    if re.search(r"\b(?:meeting|hearing date|review date)\b", anchor, _I):
        return "meeting"
    denied = re.search(
        r"\b(?:denial|notice|letter|determination|decision|answer|statement|EOB|explanation)\b", anchor, _I
    )
    if FROM_APPEAL.search(anchor) and not denied:
        return "answers"
    if NOTICE.search(anchor) or OF_MEMBER.search(anchor):
        return "files"
    if denied:
        return "files" if re.search(r"denial|notice|letter|adverse|receiv|receipt", anchor, _I) else "decision"
    return None


def _by_verbs(words: str) -> str | None:
    """The nearest actor before the number."""
    if re.search(
        r"(?:get|receive|have) (?:your|an?|the) (?:\w+ )?(?:appeal|grievance|request)(?: by us)? (?:within|"
        r"no later|in)\b",
        words,
        _I,
    ):
        return "files"
    # Of two that share their verb ("care that you already had, we have"), the nearer subject counts.
    files = max(((found.end(), found.start()) for found in FILES.finditer(words)), default=(-1, -1))
    answers = max(((found.end(), found.start()) for found in ANSWERS.finditer(words)), default=(-1, -1))
    if files == answers:
        return None
    return "files" if files > answers else "answers"


def _decision_fields(level: str, kinds: list[str], sentence: str) -> Iterator[tuple[str, str | None]]:
    if level != "internal" and not (level == "second" and EACH.search(sentence)):
        return
    if kinds == ["drug"]:
        yield "decision_days_part_b_drug", None
        return
    if _is_first_decision(sentence):
        return
    for kind in kinds or ["any"]:
        yield f"decision_days_{kind}", None


def _filing_fields(level: str, duration: Duration, anchor: str, clause: str) -> Iterator[tuple[str, str | None]]:
    if duration.unit == "year" or duration.number == 0:
        return
    if level == "external":
        yield ("external_months" if duration.unit == "month" else "external_days"), None
    elif level == "hearing":
        yield "state_hearing_days", None
    elif level == "second":
        yield "second_level_days", None
    else:
        yield "internal_days", _anchor(anchor or clause)


def _anchor(words: str) -> str | None:
    """What a filing window counts from."""
    notice, receipt = NOTICE.search(words), RECEIPT.search(words)
    if receipt and not (
        notice
        and re.search(r"\bdate (?:on|of|printed|shown)", words, _I)
        and not re.search(r"date (?:of|on which|that) (?:you )?rece", words, _I)
    ):
        return "receipt"
    return "notice" if notice else None


def opening_context(heading: str) -> Context:
    """What a heading settles for the text under it."""
    return Context(
        level=level_of(heading) if is_relevant(heading) else None,
        urgent=bool(URGENT.search(heading)),
        answers=bool(re.search(r"outcome|decision|how long|when we|time ?frame|notif|response", heading, _I)),
        kind=_heading_kind(heading),
    )


_OF_REQUESTS = lazy(r"\b(?:prior|pre)[\s-]*(?:auth\w*|approval|cert\w*)|\bauthori[sz]ations?\b", _I)


def _heading_kind(heading: str) -> str | None:
    if not is_relevant(heading):
        heading = _OF_REQUESTS.sub("", heading)  # a chapter on asking first also tells how to appeal afterwards
    pre, post = bool(PRE.search(heading)), bool(POST.search(heading))
    return None if pre == post else "pre" if pre else "post"
