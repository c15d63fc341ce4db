"""Whether a passage states what is in force: not a study, not history, not the rule of another payer or treatment."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.earlier import without_earlier
from ketacli.policy.criteria.exclusions import OF_PERSON
from ketacli.policy.criteria.passages import Passage
from ketacli.policy.criteria.patterns import cue, words
from ketacli.policy.criteria.places import Frame, Places
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.strangers import asked, is_of_others
from ketacli.policy.criteria.subjects import exception_of, treatments_in
from ketacli.policy.outline import Outline, Role, Unit
from ketacli.policy.sentences import sentence_spans

_NO_STEP = re.compile(
    r"\b(?:does|do|will) not (?:satisfy|count|qualify|suffice|fulfil)\b|\bis not enough\b|"
    r"does not affect\b(?! (?:the|our|a|this) (?:decision|review|outcome|determination))|"
    r"\bif (?:yes|so),? (?:how many|number of) (?:sessions|treatments)\b|"
    r"\b(?:forms?|kinds?|types?) (?:is|are) (?:recogni[sz]ed|accepted|counted|known)\b|"
    r"\bcounts? (?:only )?(?:if|as|when|where|towards?|after|once)\b|\bdo not count\b"
)
_COUNTED = re.compile(
    r"(?:\b(?:trials?|courses?|drugs?|medic\w+|anti-?depressants?|each|it)\b[^.;]{0,60}\bcounts?\b"
    r"|\bcounts? (?:an?|each|any|the) "
    r"(?:trial|course|drug|medic\w+|anti-?depressant))[^.;]{0,20}"
    r"(?:if|when|where|after|once)\b[^.;]{0,60}"
    r"(?:\bat least\b|\bminimum\b|\bor (?:longer|more)\b|\bno (?:less|fewer|shorter) than\b)"
)
"""What makes a trial one that counts ("a trial counts if it lasted at least six weeks"): its length is asked for."""
_OTHER_SUBJECT = re.compile(
    r"^\W*(?:the |a |an |repeat(?:ing)? |continuous )?[^.;,]{0,90}?\b(?:is|are|may be|"
    r"can be|must be|were|was)\b[^.;]{0,40}(?:covered|medically necessary|considered|"
    r"limited|approved|capped|subject|reviewed|paid|authorized|experimental|investigational|requested|handled|billed)"
)
_CODE_LINE = re.compile(
    r"^\W*(?:(?:[Pp]lease )?(?:[Bb]ill|[Rr]eport|[Uu]se|[Ss]ubmit)(?: with| under)? )?(?:HCPCS |CPT )?(?:codes? )?"
    r"(?:[A-Z]\d{4}|\d{5}|[A-Z]\d\d\.\d+)\b"
)
_LIMITS = re.compile(r"\b(?:limit\w*|max\w*|no more than|not exceed|per (?:day|week|month|year|#|\d))\b")
_FIRST_PERSON = re.compile(
    r"^\W*(?:do|does|am|will|can|is|are|what|how|which|by when|who|when|should)\s+(?:(?:is|are)\s+)?(?:i|my)\b"
    r"|^\W*(?:my|our)\s+(?:patient|client)\b"
)
"""A question that a patient is to ask of a plan, or one that a prescriber asks about a patient."""
_COVERS_OTHER = re.compile(
    r"^[^.;]{0,40}\b(?:covers?|pays? for|considers?)\s+(?:\w+ ){0,2}(?:transcranial|"
    r"repetitive|r?tms|ect|electroconvulsive|vagus|"
    r"deep brain|nerve block|sympathetic|spinal cord|epidural)"
)
_DATED = re.compile(r"^\W*(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}/\d{4})\b")
_DESCRIPTOR = re.compile(r"\b(?:office or other outpatient visit|esketamine nasal self-administration)\b")
"""The wording of a code of billing, be it that its supervision and observation are told as duties."""
_CODE = re.compile(r"[A-Z9]\d{4}(?!\w)(?<!\w.{5})")
_CONDITION = re.compile(r"\b(?:when|if|must|require[sd]?|only|limit(?:ed|s)?|no more than|maximum|up to #*\d+ units)\b")
_COVERS = re.compile(
    r"\b(?:we|the plan|\w+) (?:covers?|pays? for|approves?|authori[sz]es?)\b|\b(?:is|are|"
    r"may be|will be) (?:considered )?(?:covered|"
    r"medically necessary|approved|authori[sz]ed)\b|^\W*covered\b"
)


_WE_LIFT = re.compile(
    r"\b(?:we|the plan) (?:no longer|do(?:es)? not|don't|doesn't) (?:ask|require|need|expect|insist)\b"
)
"""A step that the payer itself lifts stands, whatever reason the sentence gives ("because the FDA approved …")."""
_GOVERNED = re.compile(
    r"\b(?:the|its|their|that|another|a) (?:[\w'-]+ ){0,3}(?:preferred drug list|pdl|formulary|criteria|rules|policy|"
    r"manual|determinations?) (?:govern|appl|control|prevail|decide|takes? precedence)\w*(?:,? (?:and "
    r")?(?:not|instead of) [\w ]{2,30})?\W*$"
)
"""Ends a sentence that gives the word to the rules of another payer; those that go on with "it" tell these."""
_OF_A_CASE = re.compile(
    r"\b(?:records?|notes?|chart|form|request|letter)\b[^.;]{0,40}\b(?:shows?|showed|says?|states?|lists?)\b[^.;]*"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}, (?:19"
    r"|20)\d\d"
    r"|^\W*(?:\d+[.)] )?(?:he|she|(?:the )?(?:claimant|appellant|petitioner|plaintiff))(?! or) (?:\w+ly )?"
    r"(?:tried|failed|received|took|had|was|did|underwent|ran|worked)\b"
    r"|^\W*(?:that|this) is an? (?:reduction|improvement|decrease|drop|fall|change) of\b"
)
"""What one patient's records say, on a day."""
_ANSWERED_NO = re.compile(r"\W*no\b[.,:;]")
"""After a question of running text: it asks for nothing then."""
_IN_A_WORD = re.compile(r"^\W*(?:added|deleted|removed|new)\s*:")
"""What a bulletin adds or takes out, which is then in force."""
_INTERIM = re.compile(r"(?<!\d )\binterim\b|\bretired\b|\bsince (?:replaced|superseded|removed)\b")
"""An entry of a log that says itself that it no longer holds."""
_IT = re.compile(
    r"^\W*(?:it|they|these|those|that (?:list|policy|program|state|plan)|(?:the|its|their) (?:state|"
    r"program|agency|plan|list)(?:'s)?)\b"
)


_ASKED_OF = re.compile(
    r"^\W*(?:the )?(?:individual|member|patient|client|beneficiary|enrollee|recipient) "
    r"(?:has|is|does|meets|will|was|takes)\b"
)
"""How a criterion begins that a section of criteria states as a sentence, however long its paragraph is."""


class InForce:
    """Follows the sentences of one unit after another."""

    def __init__(self, outline: Outline, places: Places) -> None:
        self._outline = outline
        self._places = places
        self._other_rules = False
        self._governed = False
        self._unit = -1
        self._led: dict[int, bool] = {}
        self._paragraph_asks = False

    def enter(self) -> None:
        """Start a new unit."""
        self._other_rules = self._governed = False

    def states(self, unit: Unit, frame: Frame, passage: Passage) -> bool:
        """Whether a passage states what is in force: no study, no other payer's rule, no history."""
        self._follow_subject(frame, passage)
        low, section = without_earlier(passage).low, self._outline.section_of(unit)
        if (
            self._other_rules
            or cue("elsewhere").search(low)
            or is_of_others(low)
            or self._is_asked(unit, frame, passage)
            or cue("other_rules").search(low)
            or cue("enrolled").search(low)
            or _OF_A_CASE.search(low)
            or _DESCRIPTOR.search(low)
            or ((coded := _CODE_LINE.match(passage.text)) and not (_CONDITION.search(low) or _LIMITS.search(low)))
            or (_NO_STEP.search(low) and not passage.negative and _says_only_how(passage.text, low))
        ):
            return False
        if self._places.is_change_log:
            return not _INTERIM.search(low)
        if frame.gate in ("list", "question"):
            if cue("report").search(low) and not cue("requirement").search(low):
                return False
            dated = _DATED.match(passage.text)
            told = _tells_change(low) and not _IN_A_WORD.match(low)
            return not (section.role is Role.HISTORY or dated or told)
        if _is_background(low) or _DATED.match(passage.text):
            return False
        if coded or (_CODE.search(passage.text) and not _CONDITION.search(low)):
            return False
        short = len(unit.text) < 200 or unit.low.lstrip().startswith("note") or _ASKED_OF.match(low)
        refused = frame.refused and unit.kind == "list_item" and OF_PERSON.match(low)
        if refused or (frame.in_criteria and (short or self._is_led(unit))):
            return True
        return bool(passage.prefix or self._asks(low) or self._asked_around(unit, frame)) and self._concerns(
            unit, frame
        )

    def _is_led(self, unit: Unit) -> bool:
        """Whether the heading of a section stands right below the sentence that leads its criteria in."""
        if unit.section not in self._led:
            first = next(one for one in self._outline.units if one.section == unit.section)
            above = self._outline.units[first.index - 1].low if first.index and first.kind == "heading" else ""
            self._led[unit.section] = above.rstrip().endswith(":") and _COVERS.search(above) is not None
        return self._led[unit.section]

    def _is_asked(self, unit: Unit, frame: Frame, passage: Passage) -> bool:
        """Whether a passage is a patient's question, one answered with no, or one that a paragraph quotes to answer."""
        if "?" not in unit.text:
            return False
        if _FIRST_PERSON.match(passage.low):
            return True
        ended = frame.gate == "statement" and passage.text.rstrip().endswith("?")
        if ended and _ANSWERED_NO.match(unit.low, passage.offset + passage.length):
            return True
        return passage.offset < asked(unit.text)[1]

    def _asks(self, low: str) -> bool:
        told = cue("requirement").search(low) or words("waived", "patterns").search(low)
        return bool(told or exception_of(low, refused=False))

    def _asked_around(self, unit: Unit, frame: Frame) -> bool:
        """Whether the paragraph as a whole states requirements, so that its plain sentences are requirements too."""
        if unit.index != self._unit:
            self._unit = unit.index
            lows = [folded(sentence.text) for sentence in unit.sentences]
            self._paragraph_asks = any(
                (self._asks(low) if frame.stating else _COVERS.search(low)) and not _is_background(low) for low in lows
            )
        return self._paragraph_asks

    def _concerns(self, unit: Unit, frame: Frame) -> bool:
        """Whether prose outside a section of criteria speaks of the treatment at all."""
        near = f"{folded(unit.text)} | {frame.context}"
        return any(name != "other" for name in treatments_in(near)) or self._places.about_treatment

    def _follow_subject(self, frame: Frame, passage: Passage) -> None:
        """Notes from which sentence on a paragraph speaks of another treatment's rules, and where it returns."""
        if frame.gate != "statement":
            return
        named = treatments_in(passage.low)
        if any(name != "other" for name in named):
            self._other_rules = False
        elif named and (
            cue("other_rules").search(passage.low) or _subject_is_other(passage.low) or _is_title(passage.low)
        ):
            self._other_rules = True
        if not named and self._governed and _IT.match(passage.low):
            self._other_rules = True
        self._governed = _GOVERNED.search(passage.low) is not None


def _says_only_how(text: str, low: str) -> bool:
    """Whether a passage says no more than how a step counts ("intolerance counts as failure")."""
    if _COUNTED.search(low):
        return False
    return all(_NO_STEP.search(low[start:end]) for start, end in sentence_spans(text))


def _subject_is_other(low: str) -> bool:
    """Whether the sentence is about another treatment ("TMS is covered after …"), not about one that failed."""
    if set(treatments_in(low[:120])) != {"other"}:
        return False
    return _OTHER_SUBJECT.match(low) is not None or _COVERS_OTHER.match(low) is not None


def _is_title(low: str) -> bool:
    """A run-in title that only names a treatment ("5.8 Transcranial magnetic stimulation.")."""
    return len(low) < 70 and re.search(r"\b(?:is|are|has|have|was|must|fail\w*|tried|with|after|or)\b", low) is None


_OF_THERAPY = re.compile(
    r"\b(?:frequency|doses?|dosing|dosage|intervals?|symptoms?|scores?|sessions?|visits?|medications?|regimen|taper)\b[^.;,]{0,20}$"
)
"""What has been lowered or changed in a member's treatment is no change of the rules."""


_TO_A_DRUG = re.compile(r"\s*to (?:an?|the|their|his or her|current) (?:[\w-]+ ){0,2}anti-?depress")
"""After "were added": drugs that were added to another."""


_DRUG_ADDED = re.compile(
    r"\b(?:agents?|lithium|antipsychotics?|hormones?|liothyronine|stimulants?|buspirone|medicines?|drugs?|medications?)\b"
    r"[^.;]{0,80}\b(?:was|were|has been|have been|been) added\s+"
    r"(?:(?:and|but) (?:failed|did not)|without|with (?:no|little|insufficient|inadequate)|for (?:at least|a minimum)|"
    r"for #+|at an? )"
)
"""Drugs that were added in a member's treatment."""


def _is_background(low: str) -> bool:
    if _WE_LIFT.search(low):
        return False
    return _tells_change(low) or cue("study").search(low) is not None


def _tells_change(low: str) -> bool:
    """Whether a passage tells how the rules have changed, not how a treatment has."""
    changed = cue("changed").search(low)
    return (
        changed is not None
        and _OF_THERAPY.search(low, max(0, changed.start() - 60), changed.start()) is None
        and _TO_A_DRUG.match(low, changed.end()) is None
        and _DRUG_ADDED.search(low) is None
    )
