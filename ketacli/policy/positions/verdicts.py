"""Finds what a sentence decides (covered, excluded, experimental, not medically necessary), with its negation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ketacli.policy import lazy_re as re
from ketacli.policy.lexicon import Hit, Lexicon
from ketacli.policy.positions.indications import find_indications
from ketacli.policy.positions.negation import FOR_NO, INVERTED, NOT_SOMETHING, PERSON, UNMET, is_negated
from ketacli.policy.positions.plain_verdicts import by_noun, for_coverage, is_order
from ketacli.policy.positions.treatments import find_treatments
from ketacli.policy.reading import PositionWord
from ketacli.policy.remembered import remembered
from ketacli.policy.words import vocabulary
from ketacli.records import positional

STEMS = (
    "cover", "necess", "experiment", "investigat", "unproven", "exclu", "benefit", "approv", "authori", "deni",
    "deny ", "full cost",
    "declin", "pay", "paid", "coded", "supported", "reimburs", "appropriate", "eligible", "same ", "criteria",
    "recommend", "funded", "commission", "indicated", "met to ",
    "disallow", "grant", "likewise", "refus", "e/i", "qualif", "medical necessity", "formulary",
    "allowed", "allows", "permit", "not proven", "leaves out", "left out", "certification is", "certification will",
    "certification may", "pa is ", "pa will ", "pa may ", "pa can ", "no pa ",
    "available to ", "va offer", "va provid", "affairs offer", "affairs provid",
)  # fmt: skip
"""A sentence without any of these decides nothing."""
_VERBS = (
    r"(?:is|are|be|been|being|remains?|was|were|considers?|considered|deems?|deemed|regards?|regarded|"
    r"classif(?:y|ies|ied)|"
    r"designated|designates|labell?ed|called|calls|termed|rated|judged|found|finds?|viewed|views|determined|"
    r"determines|"
    r"listed|lists|as|becomes?|held|holds|ruled|categori[sz]ed|stays?|seen|treats|treated|proven|or|and|isn't|"
    r"aren't|stay)"
)
_STEP = (
    r"(?:not|no longer|never|neither|nor|a|an|the|to be|as|also|only|still|both|either|therefore|thus|"
    r"be|been|experimental|investigational|investigative|unproven|medically|necessary|covered|and|or|and/or|not a|"
    r"yet|otherwise|always|by the plan|by us|to|non|proven|presently|clinically|now|fully|hence|eligible|excluded|"
    r"likewise|nonetheless|nevertheless|\w+ly|medical|reasonable|payable|at this time|at present)"
)
_PREDICATE = re.compile(rf"(?<!\w){_VERBS}(?:[\s,/&\"'(]+{_STEP})*[\s,/&\"'(]*$")
_ACTIVE = re.compile(
    r"(?<!\w)(?<!the )(?<!its )(?<!fda )(?<!drug )(?<!\ba )(?:considers?|deems?|regards?|classif(?:y|ies)|"
    r"views?|finds?|calls?|treats?|holds?|determines?|lists?|"
    r"designates?|labels?|rates?|judges?)(?!\w)[^.;]*$"
)
_LABEL = re.compile(
    r"(?:^|[:–—|]|\s-\s|\t|\s{3,}|[.;]\s)\s*(?:[-•*\"(']\s*|\[[x\u2713]\]\s*|"
    r"[\u2611\u2612]\s*)?(?:[\divx]{1,3}[.)]\s*|[a-z][.)]\s+)?(?:not\s+|non-?)?$"
    r"|[,:;\u2013\u2014]\s+(?:now|newly|still)\s+(?:not\s+)?$"
)
_NOUN_AFTER = re.compile(
    r"[\s,]*(?:(?:or|and|/)\s*\w+\s+)?(?:services?|treatments?|drugs?|procedures?|uses?|therap(?:y|ies)|care|"
    r"devices?|suppl(?:y|ies)|"
    r"items?|technolog(?:y|ies)|medications?|medicines?|status|language|nature|indications?|agents?|interventions?|"
    r"equipment|conditions?|purposes?|tests?|modalit(?:y|ies)|products?)(?!\w)"
)
_SUBORDINATE = re.compile(
    r"(?<!\w)(?:even if|only if|if(?! ever| any(?!\w))|when|whenever|whether|unless|where|once|"
    r"until|provided|as to)(?!\w)"
)
_RELATIVE = re.compile(
    r"(?<!\w)(?:that|who|(?<!,\s)which)\s+(?:is|are)(?:[\s,/]+(?:not|either|both|considered|deemed|found|"
    r"determined|to|be|as|experimental|or|and|investigational)){0,6}[\s,/]*$"
)
_RELATIVE_PAYER = re.compile(
    r"(?<!\w)(?:that|which)\s+(?:we|it|they|you|(?:the|this|our|your)\s+(?:plan|policy|company|fund|program))"
    r"(?:\s+(?:do|does|will|may|can|not|never|also|would|have|has))*\s*$"
)
_THE_USES = re.compile(
    r"(?<!\w)(?:is|are|remains?|stays?)\s+(?:(?:still|also|now|currently)\s+)?(?:(?:the|our|its)\s+)?"
    r"(?:(?:only|sole|single|one|two|three|four|five|\d|current|named|other)\s+)*"
    r"(?:uses?|indications?|conditions?|diagnos[ei]s|disorders?|situations?|forms?|drugs?|treatments?)\s+"
    r"(?:that|which)\s+(?:we|it|they|(?:the|this|our|your)\s+(?:plan|policy|company|fund|program))\s+"
    r"(?:(?:will|may|can|also|now|currently|do|does|not|never)\s+)*$"
)
"""What is named as all that the payer covers ("are the two uses that we authorize")."""
BESIDES = re.compile(
    r"(?P<name>(?:ketamine|spravato)\W{0,3},\s+which)\s+(?:we|(?:the|this|our|your)\s+(?:plan|policy|fund|program))\s+"
    r"(?:(?:also|does|do|will|now)\s+)*$"
)
"""What is told of a treatment by the way, and holds ("Spravato, which the plan covers for …")."""
_SOME_THAT = re.compile(
    r"(?<!\w)(?:an?|no|any|each|every|some|other)\s+(?:[\w-]+\s+){1,2}(?:that|which)\s+(?:also\s+|only\s+|"
    r"will\s+|would\s+)?$"
)
"""What is only said of some rule or plan ("there is no policy that covers …")."""
_SAID = re.compile(
    r"(?<!\w)(?:insurer|plan|payer|carrier|fund|trust|company|program|department|agency|it|we)\s+(?:has\s+|have\s+)?"
    r"(?:said|says|say|announced|announces|confirmed|told|reported|wrote)(?!\w)[^.;]{0,60}(?<!\w)that\s+"
    r"(?:it|they|we|the (?:plan|insurer))\s+(?:will|would|does|do|now|also|\s)*(?:not\s+)?$"
)
"""The payer's own announcement, told by somebody ("The insurer said that it will cover …")."""
_CLAIM = re.compile(
    r"(?<!\w)(?:determinations?|findings?|records?|documentation|proof|opinion|show|shows|showing|demonstrat\w+|"
    r"certif\w+|attest\w*|documents?|documented|verif\w+|evidence) that(?!\w)[^.;]*$"
)
"""What somebody must show or may find is not thereby decided."""
_MAIN_AGAIN = re.compile(r",\s+[^,]*?(?<!\w)(?:is|are|may|will|can|considers?|we|shall|does|do|remains?)(?!\w)")
_AND_IS = re.compile(
    r"(?<!\w)(?:and|but)\s+(?:it\s+)?(?:is|are|remains?|stays?)\s+(?:(?:also|still|considered|deemed|regarded|"
    r"as|an?)\s+)*$"
)
"""What turns a sentence on condition back to a refusal ("when … are met and is experimental for …")."""
_JOINED = re.compile(
    r"^[\s,/&;()\"'-]*(?:(?:and|or|not|no|is|are|considered|deemed|therefore|thus|also|a|an|to|be|hence|so|"
    r"consequently|it|they|"
    r"both|either|neither|nor|generally|non|and/or|that|because|since|as|therefore|regarded|for that reason|such|the|"
    r"i\.e|will|by the plan|under the plan|service|services)[\s,/&;.()\"'-]*)*$"
)  # fmt: skip
_OWN_VERB = (
    "coverage ", "added ", "left ", "kept ", "does ", "do ", "benefits ", "be ", "is ", "are ", "will ", "fall",
    "never ", "meet", "satisf", "fulfil", "declin", "has ", "have ", "carr", "retain", "keep", "hold", "may ", "in ",
    "into ", "under ", "on ",
)  # fmt: skip
"""Phrases of the vocabulary that bring their own verb."""
_DUTY = ("requires ", "oblige", "compel", "directs ", "orders ")
_LISTED_IN = re.compile(
    r"(?<!\w)(?:listed|named|described|specified|included|outlined|set out|addressed|noted|stated|mentioned)\s+"
    r"(?:above\s+|below\s+)?(?:in|under|by|within)\s+(?:the|these|this|our)\s+(?:\w+\s+){0,3}$"
)
_REFERRED_TO = re.compile(r"(?<!\w)(?:by|under|from|of|in|to|with|as)\s+(?:this|the|that|these|those|such|our|an?)\s+$")
"""Before "exclusion": it is only spoken of ("is not meant by this exclusion")."""
_FINITE_VERBS = ("is ", "are ", "will ", "shall ", "may ", "can ")
_DOES_NOT_REACH = re.compile(
    r"\s*(?:no\.?\s*)?[\w.]{0,6}\s*(?:does|do|shall|will)\s+not\s+(?:apply|extend|reach|include|affect)(?!\w)"
)
"""After "exclusion 22": an exclusion that leaves something out refuses nothing."""
_SUPPLY = re.compile(r"(?<!\w)(?:coverage|benefits?|payments?|reimbursement|medical necessity)(?!\w)[^.;]*$")
_PERMISSION = re.compile(r"(?<!\w)(?:approvals?|authorizations?)(?!\w)[^.;]*$")
_TIMED = re.compile(
    r"(?<!\w)(?:approvals?|(?:pre-?)?authorizations?)\s+(?:of|for)\s+(?:up to\s+)?[\w-]+\s+(?:\(\d+\)\s+)?"
    r"(?:days?|weeks?|months?|years?)\s+(?:is|are|will be|may be|can be)\s+$"
)
"""An approval by its length, before the word that grants it ("a one-time approval of 28 days is given")."""
_NAMED_PAYER = re.compile(r",\s+(?!(?:and|or|nor|but)\s)(?:(?!(?:and|or|that|which|who)\s)[\w\u2019'&.-]+\s+){1,4}$")
_DECIDES_ITSELF = ("approves", "covers", "authorizes", "pays", "reimburses")
"""Verbs of one payer; after a comma and its name they end a condition ("If you are in crisis, Lakeland approves …")."""
_GOES_ON = re.compile(r"(?<!\w)continues?\s+to\s+$")
"""What leaves the verb after it in force ("continues to exclude")."""
_WHEN_REFUSED = re.compile(r"\W*(?:(?:\d{1,2}|[a-z])[.)]\s+)?(?:when|where|situations in which)\s[^,;:.]{3,80}")
_HEADS = re.compile(r"\s*:\s")
"""What makes a clause of condition the head of what it refuses ("When it is not necessary: any other use")."""
_ELLIPSIS = re.compile(r"(?<!\w)(?:is|are|does|do|will)\s+not(?=\s*(?:[.;,]|$))")
_SO_ARE = re.compile(r"[,;]\s+(?:and\s+)?(?P<word>so|as|likewise)\s+(?:is|are)\s+(?!not(?!\w)|well(?!\w)|it(?!\w))")
_ENDS = re.compile(r"\s*(?:[.;,)]|$)")
_NOT_TAIL = re.compile(r"(?<!\w)not\s+$")
_STOP = re.compile(r"[;.:,]\s")
_FINITE_VERB = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been|has|have|had|may|will|must|should|can|could|would|does|do|did|if|when|"
    r"that|which|who|"
    r"whether|unless|because|since)(?!\w)"
)
_OR = re.compile(r"(?<!\w)(?:or|nor)(?!\w)|^\s*[,/]\s*$")
_PRECEDENCE: dict[PositionWord, int] = {
    "experimental": 0,
    "not_medically_necessary": 1,
    "not_covered": 2,
    "covered": 3,
    "not_addressed": 4,
}


@positional
class Verdict:
    """A word or a chain of words that decides."""

    start: int
    end: int
    axis: str
    """`experimental`, `necessary`, `covered`, `excluded`: what it decides about."""
    position: PositionWord
    """`not_addressed` where a negation leaves nothing ("no longer investigational")."""
    kind: str = "predicate"
    """`predicate`, `label` (a word that stands for itself: "Covered for …"), `list` (a heading of exclusions),
    `criteria` (words for a list of criteria), `quote` (an exclusion that is quoted)."""
    active: bool = False
    """True for "the plan covers …": what it speaks of comes after it."""
    payer: bool = False
    """True for "the plan considers … investigational": its subject is the payer, what it speaks of stands between."""


_NOT_FDA = ("not fda-", "not fda ", "non-fda-", "non-fda ")
"""Before "approved": the regulator's word, whatever the payer says of it."""


@remembered
def find_verdicts(low: str) -> list[Verdict]:
    """Verdicts of a masked lower-case sentence, chains joined ("experimental, unproven and not covered")."""
    if not any(stem in low for stem in STEMS):
        return []
    found: list[Verdict] = []
    for hit in _words().find(low):
        if low.endswith(_NOT_FDA, 0, hit.start) and low.startswith("approved", hit.start):
            continue
        ordered = is_order(low, hit.start, hit.end)
        verdict = Verdict(hit.start, hit.end, "covered", "not_covered", active=True) if ordered else _judge(low, hit)
        if verdict is not None:
            found.append(verdict)
    if not found and (
        ": no" in low
        or " end" in low
        or "exclusion of" in low
        or "status" in low
        or "discontinued" in low
        or "withdrawn" in low
    ):
        found = [Verdict(*one) for one in by_noun(low)]
    if not found and " must" in low:
        found = [Verdict(*one) for one in for_coverage(low)]
    return _with_ellipsis(_chained(found, low), low)


def _with_ellipsis(found: list[Verdict], low: str) -> list[Verdict]:
    """ "Spravato is covered; lozenges are not", "and so are lozenges": the second verdict leaves its word out."""
    if not found:
        return found
    last = found[-1]
    again = _SO_ARE.search(low, last.end)
    if again is not None:
        return [*found, replace(last, start=again.start("word"), end=again.end(), active=True, payer=False)]
    ends = _ELLIPSIS.search(low, last.end) if last.position == "covered" else None
    if ends is None:
        return found
    return [*found, Verdict(ends.start(), ends.end(), "covered", "not_covered")]


def _judge(low: str, hit: Hit) -> Verdict | None:
    group, _, form = hit.tag.partition(".")
    before = low[: hit.start]
    if beside := BESIDES.search(before):
        before = before[beside.end("name") :]
    negated = is_negated(before) or (group in ("covered", "necessary") and FOR_NO.match(low, hit.end) is not None)
    main = before.rstrip().endswith(",") and low.startswith(_FINITE_VERBS, hit.start)
    refuses = negated or group in ("excluded", "experimental")
    main = main or (refuses and _HEADS.match(low, hit.end) is not None and _WHEN_REFUSED.fullmatch(before) is not None)
    main = main or (low.startswith(_DECIDES_ITSELF, hit.start) and _NAMED_PAYER.search(before[-90:]) is not None)
    if form == "nouns" or (
        not main and _is_subordinate(before) and not _turns_back(group, form, before, negated=negated)
    ):
        return None
    if form == "supplied":
        meant = _SUPPLY.search(before) or _TIMED.search(before) or (negated and _PERMISSION.search(before))
        ready = meant and _PREDICATE.search(before[-90:])
        return Verdict(hit.start, hit.end, group, _turned(group, negated)) if ready else None
    if form in ("labels", "quotes"):
        return _labelled(low, hit, group, form, negated)
    if negated and low.startswith(_DUTY, hit.start):
        return None  # "no law requires us to cover …" leaves open whether it is covered
    if form == "verbs":
        goes_on = group == "excluded" and _GOES_ON.search(before)
        if re.search(r"(?<!\w)(?:to|not to|cannot)\s+$", before) and not negated and not goes_on:
            return None
        return Verdict(hit.start, hit.end, group, _turned(group, negated), active=True)
    kind = _standing(low, hit, before)
    if kind is None:
        return None
    verb = _ACTIVE.search(before)
    if verb is not None and kind != "label":
        negated = negated or is_negated(before[: verb.start()])
    standing = "label" if kind == "label" else "predicate"
    return Verdict(hit.start, hit.end, group, _turned(group, negated), standing, payer=verb is not None)


def _labelled(low: str, hit: Hit, group: str, form: str, negated: bool) -> Verdict | None:
    if form == "quotes":
        return Verdict(hit.start, hit.end, group, "not_covered", "quote")
    if group == "covered" and (unmet := UNMET.search(low[: hit.start])):
        person = PERSON.search(low, 0, unmet.start())
        return None if person else Verdict(unmet.start(), hit.end, group, "not_covered")
    if group == "covered":
        if _LISTED_IN.search(low[: hit.start]):
            return None  # "circumstances not listed in the authorization criteria"
        return Verdict(hit.start, hit.end, group, "not_covered" if negated else "covered", "criteria")
    if _DOES_NOT_REACH.match(low, hit.end) or _REFERRED_TO.search(low[: hit.start]):
        return None
    if not _LABEL.search(low[: hit.start]) and low[hit.end :].strip(" :."):
        return None
    return Verdict(hit.start, hit.end, group, "not_addressed" if negated else "not_covered", "list")


def _turned(group: str, negated: bool) -> PositionWord:
    straight: dict[str, PositionWord] = {
        "experimental": "experimental",
        "necessary": "covered",
        "covered": "covered",
        "excluded": "not_covered",
    }
    turned: dict[str, PositionWord] = {"necessary": "not_medically_necessary", "covered": "not_covered"}
    return turned.get(group, "not_addressed") if negated else straight[group]


def _standing(low: str, hit: Hit, before: str) -> str | None:
    """How the word stands: after a verb, as the object of "considers", as a label; None for a mere adjective."""
    if low[hit.start : hit.end].startswith(_OWN_VERB):
        return "predicate"
    noun = _NOUN_AFTER.match(low, hit.end) is not None
    head = before[-90:]
    if INVERTED.search(before[-160:]) and not noun:
        return "predicate"
    if (_PREDICATE.search(head) and not re.search(r"(?<!\w)(?:and|or)\s+$", head)) or (
        re.search(r"(?<!\w)(?:and|or)\s+(?:not\s+)?$", head) and not noun
    ):
        return "predicate"
    if noun:
        return None
    if _ACTIVE.search(before):
        return "active"
    return "label" if _LABEL.search(head) or _is_tail(low, hit, before) else None


def _is_tail(low: str, hit: Hit, before: str) -> bool:
    """Whether "not covered" ends a fragment without a verb ("covered for TRD; bipolar depression not covered")."""
    if not _ENDS.match(low, hit.end) or not _NOT_TAIL.search(before):
        return False
    fragment = _STOP.split(before)[-1]
    if fragment.strip() == "not":  # "Nasal ketamine: too little evidence, not authorized."
        fragment = before[max(before.rfind("; "), before.rfind(". ")) + 1 :]
    return not _FINITE_VERB.search(fragment) and bool(find_treatments(fragment) or find_indications(fragment))


def _turns_back(group: str, form: str, before: str, *, negated: bool) -> bool:
    if form == "verbs" and NOT_SOMETHING.search(before[-80:]):
        return True
    return group == "experimental" and not negated and _AND_IS.search(before[-60:]) is not None


def _is_subordinate(before: str) -> bool:
    """Whether the verdict stands in a clause that only sets a condition ("when medically necessary")."""
    if (stop := before.rfind(". ")) > 0 and before[stop - 1].isalpha() and before[stop - 2].isalpha():
        before = before[stop + 2 :]
    if (
        _RELATIVE.search(before[-90:])
        or (_RELATIVE_PAYER.search(before[-60:]) and not (_SAID.search(before) or _THE_USES.search(before)))
        or _CLAIM.search(before)
        or _SOME_THAT.search(before[-90:])
    ):
        return True
    found = list(_SUBORDINATE.finditer(before))
    if found:
        rest = before[found[-1].end() :]
        semicolon = rest.rfind(";")
        if semicolon >= 0 and ":" not in rest[:semicolon]:
            return False  # the condition ended with its clause
    return bool(found) and _MAIN_AGAIN.search(before[found[-1].end() :]) is None


def _chained(found: list[Verdict], low: str) -> list[Verdict]:
    out: list[Verdict] = []
    for verdict in found:
        last = out[-1] if out else None
        if last and last.kind != "criteria" and _JOINED.match(between := low[last.end : verdict.start]):
            if last.position == "not_addressed" and last.axis == verdict.axis and _OR.search(between):
                out[-1] = replace(last, end=verdict.end)  # "not experimental or investigational" denies both
                continue
            stronger = min(last, verdict, key=lambda one: _PRECEDENCE[one.position])
            out[-1] = replace(stronger, start=last.start, end=verdict.end, kind=last.kind, active=last.active)
        else:
            out.append(verdict)
    return out


@cache
def _words() -> Lexicon:
    data = vocabulary("verdicts")
    groups = {}
    for group in ("experimental", "necessary", "covered", "excluded"):
        for form, phrases in data[group].items():
            if form != "nouns":
                groups[f"{group}.{form}"] = phrases
    groups["covered.nouns"] = [f"(covered|coverage) {noun}" for noun in data["covered"]["nouns"]]
    return Lexicon(groups)
