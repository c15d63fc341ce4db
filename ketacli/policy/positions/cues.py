"""Small questions about one sentence: whether its verdict counts, whose approval it is, what it repeats or asks."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.lists import is_lead_in
from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.clauses import Clause
from ketacli.policy.positions.context import ids_of
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.items import is_demanded
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.making import Reach
from ketacli.policy.positions.treatments import Mention, find_treatments
from ketacli.policy.positions.verdicts import Verdict
from ketacli.policy.positions.vetoes import tells_of_regulator

SAME_USES = re.compile(
    r"(?<!\w)(?:(?:the|this|that|these|those) same|these|those|said|that|this|such) "
    r"(?:indications?|conditions?|diagnos[ei]s|uses?|purposes?|disorders?)(?!\w)"
    r"|(?:spravato|ketamine) for (?:it|this|them|these)(?=[.,;]|\s+(?:when|if|once|after|with)(?!\w))"
    r"|(?<!\w)other (?:interventions|treatments|services|procedures|therapies)(?!\w)"
)
_TITLES = 3
"""Units at the start of a document among which its title stands."""
THESE_USES = re.compile(
    r"(?<!\w)(?:these|those|such|(?:the|these|those) same)\s+(?:indications|conditions|diagnoses|uses|"
    r"purposes|disorders)(?!\w)"
)
"""Uses that the sentence before named, be it that it decides nothing."""
OTHER_FORMS = re.compile(
    r"(?<!\w)(?:all|any|every|the) other (?:forms?|formulations?|products?|routes?|versions?|drugs?)(?!\w)"
)
ONLY_KETAMINES = re.compile(r"^\W*(?:compounded\s+)?(?:lozenges?|troches?)(?!\w)")
"""A form that esketamine does not come in."""
NOT_SO = re.compile(r"(?<!\w)(?:is|are|does|do|will)\s+not\s*[.;]?\s*$")
UNLIKE_THEM = re.compile(
    r"^\W*(?:but\s+|however,?\s+|by contrast,?\s+)?(?:ours|we|(?:this|our|the) (?:plan|policy|program|fund|"
    r"company|trust))\s+"
    r"(?P<verdict>(?:does|do|will)\s+not)\s*[.;]?\s*$"
)
_REASON_ASIDE = re.compile(
    r",\s+(?:because|since|as|given that|inasmuch as|in that)\s[^,;.]{3,140},"
    r"(?=\s+(?:for|in|to treat|in the treatment of)\s)"
)
"""A reason set between a verdict and its use ("is investigational, because little is known, for every other pain")."""
_TAKEN_AT_HOME = re.compile(
    r"(?<!\w)(?:as|because (?:it is|they are|these are)|since (?:it is|they are)|being)\s+"
    r"(?:usually |generally |normally |commonly |typically |drugs that are )*self-administered(?: drugs?)?(?!\w)"
)
"""Why a medical benefit leaves out what is swallowed: a reason, and no limit of what it leaves out."""
_ASIDE = re.compile(r",\s+which[^,;.]*,")
_COVERED_PERSON = re.compile(
    r"(?<!\w)(?<!be )(?<!is )(?<!are )covered (?=(?:persons?|members?|individuals?|dependents?|enrollees?|"
    r"participants?|employees?|spouses?|child(?:ren)?|famil(?:y|ies)|adults?|workers?)(?!\w))"
)
ORDINAL = re.compile(
    r"(?:^|[,;:.]\s*(?:and\s+|but\s+)?|(?<!\w)(?:and|but|while|whereas)\s+)the\s+(first|former|second|latter)"
    r"(?=\s+(?:is|are|was|remains?|will|may|can|one)(?!\w))"
)
"""Which of two that were named before ("the former is covered, the latter is not")."""
_NUMBERED = re.compile(r"[(\s][0-9a-z]{1,3}\)\s*(?:a |an )?$")
DURATION = re.compile(
    r"(?:approv|authoriz|grant|giv|issu)\w*\s+for\s+(?:up to\s+|another\s+|"
    r"a\s+(?:further\s+)?(?:period\s+of\s+)?)?(?:[\w-]+\s+){0,2}?"
    r"(?:\(\d+\)\s+)?(?:weeks?|months?|days?|years?)(?:\s+at a time)?\s*[.;]?\s*$"
)
"""How long an approval lasts, and nothing else ("Esketamine is approved for 12 weeks.")."""
LIMIT = re.compile(
    r"(?:no more than|not more than|up to|at most|a (?:total|maximum|limit) of|only)\s+(?:[\w()-]+\s+){1,3}?"
    r"(?:infusions?|sessions?|injections?|doses?|treatments?|kits?|devices?|visits?)\s[^.;:]{0,40}$"
)
"""Before a word of coverage: how much of a treatment is covered ("No more than 6 infusions are authorized")."""
_APPROVAL = re.compile(r"approv|indicat")
_PAYERS = re.compile(
    r"(?<!\w)(?:when|if|once|provided|after|upon|unless|criteria|prior|requests?|plan|we|coverage|weeks?|"
    r"months?|years?|days|"
    r"who|following|below|above|listed|must|requirements?|subject to|conditions?|medically necessary|limited|"
    r"documentation|policy|:)(?!\w)|:\s*$"
)
"""Words that a payer's approval has beside it, and the label's has not."""
_BY_FDA = re.compile(r"\s+by\s+(?:the\s+)?(?:fda|u\.?s\.?|food and drug|agency)(?!\w)")
_LABEL_ONLY = re.compile(r"\s+(?:only\s+)?(?:as\s|for use\s|in conjunction|in combination)")
RENEWAL = re.compile(
    r"\W*(?:(?:the|an?|each|every|any)\s+|requests? for\s+)?(?:continu\w+|renew\w+|reauthori\w+|re-authori\w+|further|"
    r"maintenance|extension|(?:repeat(?:ed)?|another|second|additional|subsequent) (?:courses?|series|cycles?|"
    r"infusions?|treatments?))(?!\w)"
)
_RENEWED = re.compile(
    r"\W*(?:[a-z\d]{1,3}[.)]\s+)?(?:(?:the|an?|any|no|requests? for|approval of|authorization of|coverage of|"
    r"coverage for)\s+)*"
    r"(?:continu(?:ed|ing|ation)|renewals?|re-?authori[sz]ations?|re-?certifications?|extensions?|"
    r"(?:(?:second|third|repeat(?:ed)?|additional|subsequent|further|another|later|more than one|new|"
    r"maintenance|booster)\s+)+(?:\w+\s+)?"
    r"(?:courses?|cycles?|requests?|authori[sz]ations?|approvals?|episodes?|doses?|kits?|refills?|infusions?|"
    r"injections?|sessions?|treatments?))(?!\w)(?!,)"
)


def renews(low: str, clause: Clause) -> bool:
    """Whether a verdict is on going on with a treatment, and leaves open whether its start is covered."""
    return _RENEWED.match(low[clause.start : clause.verdict.end]) is not None


_NAMES_PARTS = re.compile(r"includ|example|among|reach|takes in")
_TAKEN_OUT = re.compile(r"(?<!\w)(?:other than|except(?: for)?|excluding|but not|apart from)\s+(?:the\s+)?$")
_AMOUNT = re.compile(
    r"[\W\d]*?(?:(?:and|but|only|up to|at most|no more than|not more than|an?|the|maximum(?: of)?|first|single)\s+)*"
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)[\s-]+(?:\w+\s+){0,2}?"
    r"(?:courses?|sessions?|visits?|treatments?|kits?|doses?|devices?|episodes?|cycles?|days?|hours?)(?!\w)"
)
_IN_A_TIME = re.compile(
    r"\s+(?:(?:for|in|per|each|every|within|during|a|any)\s+)+(?:[\w-]+\s+){0,3}?"
    r"(?:weeks?|months?|days?|years?|lifetime)(?!\w)"
)
"""An amount as subject and a time after it ("One course of five days is covered in 12 months")."""
_HOW = re.compile(
    r"(?:^\s*(?:[\divx]+[.)]\s*)?|[:\u2013\u2014]\s*|\s-\s+)(?:when|what|how|why|where|who|is|are|does|do|can|"
    r"which)(?!\w)"
)


_FOCUS = re.compile(r"(?<!\w)(?:focus(?:es|ed)?|cent(?:er|re)s?|concentrates?)\s+(?:\w+ly\s+)?(?:up)?on(?!\w)")
"""What a sentence puts in the middle ("Coverage of ketamine focuses on Spravato"): the next one goes on with it."""


def in_focus(low: str) -> list[Mention]:
    """Treatments that a sentence names; only those that it puts in the middle, where it does."""
    found = find_treatments(low)
    focus = _FOCUS.search(low) if "on " in low else None
    return [one for one in found if focus and one.start >= focus.end()] or found


def asks_about(unit: Unit) -> bool:
    """Whether a short passage asks what the next one answers ("What about TMS?")."""
    return len(unit.text) <= 200 and unit.text.rstrip(" )\"'").endswith("?")


_COVERED_SINCE = re.compile(
    r"(?<!\w)(?:has|have) (?:(?:also|always|long|now|only|already) )*(?:covered|paid for) "
    r"(?=[^.;]*(?<!\w)(?:since|for (?:[\w-]+ ){0,4}years)(?!\w))"
)
"""What has been covered since, and still is."""


def without_asides(low: str) -> str:
    """A sentence with what it only recalls blanked (", which the plan covered until 2022,"), and with the persons whom
    a plan covers told as persons: "a covered person" decides nothing."""
    if "covered " in low or "paid for " in low:
        low = _COVERED_SINCE.sub(lambda found: "covers ".rjust(len(found[0])), low)
        low = _COVERED_PERSON.sub("        ", low)
    if "self-admin" in low:
        low = _TAKEN_AT_HOME.sub(lambda found: " " * len(found[0]), low)
    if low.count(",") > 1:
        low = _REASON_ASIDE.sub(lambda found: " " * len(found[0]), low)
    for aside in _ASIDE.finditer(low):
        if verdict_words("void", "past").has(aside[0]):
            low = low[: aside.start()] + " " * len(aside[0]) + low[aside.end() :]
    return low


def same_again(low: str, last: Verdict) -> list[Clause]:
    """ "The same is true of …": the verdict of the sentence before."""
    cue = verdict_words("same").find(low)
    drugs, uses = find_treatments(low), find_indications(low)
    denied = NOT_SO.search(low)
    if denied and drugs and last.position == "covered":
        verdict = Verdict(denied.start(), denied.end(), "covered", "not_covered")
        return [Clause(start=0, end=len(low), verdict=verdict, treatments=tuple(drugs), indications=tuple(uses))]
    if not cue or not (drugs or uses) or cue[0].start > 120:
        return []
    if last.position == "covered" and _NAMES_PARTS.search(low[cue[0].start : cue[0].end]):
        return []
    drugs = [spot for spot in drugs if not _TAKEN_OUT.search(low[: spot.start])]
    verdict = Verdict(cue[0].start, cue[0].end, last.axis, last.position)
    return [
        Clause(
            start=0,
            end=len(low),
            verdict=verdict,
            treatments=tuple(drugs),
            indications=tuple(uses),
            conditional=last.position == "covered",
        )
    ]


_TITLES_LIST = re.compile(r"\W*(?:what|services|items|things|treatments|care)\s+(?:that\s+)?(?:\w+\s+){1,6}\w+\W*$")
"""A line that names a list and not what is in it ("What we do not cover")."""


def counts(unit: Unit, low: str, clause: Clause, *, leads: bool) -> bool:
    """Whether the verdict may speak for itself: a heading must name its treatment, a label needs a list or a pair."""
    kind = clause.verdict.kind
    if unit.kind == "heading":
        if kind == "criteria" or _HOW.search(low):
            if unit.index < _TITLES and len(ids_of(find_treatments(low))) > 1:
                return False  # a title of two drugs says of neither that it is covered
            return leads and kind == "criteria" and not _HOW.search(low)
        return (bool(clause.treatments) and kind == "predicate") or (bool(clause.indications) and ":" in low)
    if _is_mere_limit(low, clause) or (not leads and not clause.treatments and _TITLES_LIST.match(low)):
        return False
    if kind == "label" and not leads:
        return bool(clause.treatments) or bool(clause.indications) or not clause.foreign
    if kind == "list" and clause.treatments:
        return True
    if kind in ("criteria", "list"):
        return leads or (bool(clause.treatments) and bool(clause.indications))
    return True


def _is_mere_limit(low: str, clause: Clause) -> bool:
    """Whether the clause only says how much is covered in which time, of what another sentence names."""
    if clause.verdict.position != "covered" or clause.treatments or clause.indications:
        return False
    amount = _AMOUNT.match(low[clause.start : clause.verdict.start])
    return amount is not None and _IN_A_TIME.match(low, clause.verdict.end) is not None


def only_routes(low: str, clause: Clause) -> bool:
    """Whether "covered under the pharmacy benefit" only tells where, without a condition."""
    asks = clause.conditional and (clause.indications or clause.condition_at < clause.end)
    return not asks and verdict_words("void", "benefit").has(low)


def demanded(clause: Clause, low: str) -> tuple[Named, ...]:
    """Uses that a condition demands ("if the member has treatment-resistant depression")."""
    return tuple(
        use
        for use in clause.later
        if use.ids == ("anesthesia",)
        or (use.kind == "named" and (is_demanded(low[: use.start]) or _NUMBERED.search(low[: use.start])))
    )


def is_general(low: str, clause: Clause) -> bool:
    """Whether a clause on something else is a general exclusion of experimental services, or names a known service."""
    if clause.treatments:
        return True
    refuses = clause.verdict.position in ("not_covered", "experimental")
    return refuses and any(word in low for word in ("experimental", "investigational", "investigative", "unproven"))


def is_regulators(low: str, clause: Clause) -> bool:
    """Whether "approved" is the word of the FDA, or may be: "is approved" without conditions is nobody's promise."""
    if clause.verdict.position == "not_covered":
        return _BY_FDA.match(low, clause.verdict.end) is not None and low[: clause.verdict.end].endswith("approved")
    if clause.verdict.position != "covered":
        return False
    words = low[clause.verdict.start : clause.verdict.end]
    if not _APPROVAL.search(words) or "coverage" in words:
        return False
    if tells_of_regulator(low):
        return True
    label = not clause.conditional or _LABEL_ONLY.match(low, clause.verdict.end) or not _PAYERS.search(low)
    return words == "approved" and bool(label)


def one_of_two(low: str, clause: Clause, treatments: tuple[str, ...], before: Reach | None) -> tuple[str, ...] | None:
    """Which of two treatments "the former" or "the second" is; `other` where there are not two, else None."""
    found = ORDINAL.search(low[clause.start : clause.verdict.start])
    if found is None:
        return None
    pool = treatments or (before.treatments if before is not None else ())
    return (pool[0 if found[1] in ("first", "former") else 1],) if len(pool) == 2 else ("other",)


def leading_sentence(unit: Unit) -> Sentence | None:
    """The sentence that leads the list of a unit: its last one, or one before it that points at what is below ("… for
    the uses below. Evidence is lacking."); None without a list."""
    if not unit.children or not unit.sentences:
        return None
    if unit.kind != "paragraph":
        return unit.sentences[-1]
    return next((one for one in reversed(unit.sentences) if is_lead_in(one.text)), None)
