"""To which treatment, use and scope a heading, a lead-in or a sentence belongs."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache
from typing import cast

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.concurrent import rules_out_beside
from ketacli.policy.criteria.patterns import leads_absences, named_in, words
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.outline import Unit
from ketacli.policy.reading import Indication, Scope, Treatment
from ketacli.policy.refused_persons import lists_states

_INDICATION_OF_OTHERS = re.compile(
    r"\b(?:no(?! longer (?:required|needed|necessary))|without|not(?! (?:be )?(?:apply|required|needed|necessary"
    r"|asked|demanded))|except|other than|besides|in addition to|apart from)\b[^.;]{0,30}$"
)
_LINES = re.compile(
    r"\b(?:for |applies (?:only )?to |only for |in )?((?:medicaid|medicare(?: advantage|"
    r" part [abd])?|federal employees?|fehb|fep|chip|commercial|exchange|marketplace|"
    r"individual(?= (?:and (?:small|family|group)|members?|plans?|enrollees?|line of|contracts?))|"
    r"small[- ]group|hmo|ppo|(?:\w+ )?(?:state|public|teachers|city) employees?)"
    r"(?:[- ](?:managed care|plan|line of business|program|blue))?(?: (?:members?|plans?|"
    r"enrollees?|beneficiaries|recipients|clients|line of business|contracts?))?)\b"
)


@lru_cache(maxsize=4096)
def treatments_in(low: str) -> tuple[Treatment, ...]:
    """The treatments that a text names, in the order of the text; the most exact name counts where several overlap."""
    found: list[tuple[int, int, str]] = []
    for name, regex in named_in("treatments", low):
        for match in regex.finditer(low):
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((match.start(), match.end(), name))
    exact = {name for _, _, name in found}
    if len(exact & {"ketamine_iv", "ketamine_im", "ketamine_sc", "ketamine_oral", "ketamine_intranasal"}) >= 1:
        found = [place for place in found if place[2] != "ketamine_any"]
    return cast("tuple[Treatment, ...]", tuple(dict.fromkeys(name for _, _, name in sorted(found))))


@lru_cache(maxsize=4096)
def indications_in(low: str) -> tuple[Indication, ...]:
    """The uses that a text names; the general word "major depression" counts only beside no closer one."""
    found: list[str] = []
    for name, regex in named_in("indications", low):
        match = regex.search(low)
        if match and not _INDICATION_OF_OTHERS.search(low[: match.start()]):
            found.append(name)
    if "mdd" in found and {"trd", "mdd_si"} & set(found):
        found.remove("mdd")
    if "chronic_pain" in found and "crps" in found:
        found.remove("chronic_pain")
    return cast("tuple[Indication, ...]", tuple(found))


_OF_ANOTHER_DRUG = re.compile(
    r"\b(?:no|without|not|never) (?:an? |any |be |is |are |subject to |eligible for )*"
    r"(?:renew\w*|re-?authori[sz]\w+|extension\w*|extended|continuation)\b"
    r"(?! (?:criteria|request))(?![^.;]*\b(?:unless|until|if|without)\b)|"
    r"\b(?:start\w*|begun|initiat\w+|new|taken|added)\W+(?:or|and)\W+continu\w+"
    r"|\b(?:authori[sz]ations?|requirements?|criteri(?:a|on)|polic(?:y|ies)|coverage|rules?|limits?|conditions?)"
    r" (?:\w+ )?continues? to (?:apply|be|require|need|ask)"
    r"|\banti-?depressants?[^.;,]{0,30}\bcontinu\w+|\bcontinu\w+ (?:to take |taking )?(?:an? "
    r"|the )?(?:oral )?anti-?depress"
)
"""What goes on is the antidepressant beside the treatment, or a rule, not the treatment."""


@lru_cache(maxsize=4096)
def scope_in(low: str) -> Scope | None:
    """Whether a text speaks of a first approval or of a renewal; None where of neither."""
    low = _OF_ANOTHER_DRUG.sub(" ", low)
    renewal, initial = words("scope", "renewal").search(low), words("scope", "initial").search(low)
    if renewal and initial:
        if re.search(r"\binitial(?:ly)?\b[^.;]{0,30}\b(?:and|or|/)\b[^.;]{0,20}\b(?:continu|renew|reauth)", low):
            return "either"
        return "renewal" if renewal.start() < initial.start() else "initial"
    return "renewal" if renewal else "initial" if initial else None


@lru_cache(maxsize=4096)
def line_of_business(low: str) -> str | None:
    """The line of business to which a text limits itself, in its own words ("for Medicaid members")."""
    match = _LINES.search(low)
    if match is None:
        return None
    led = match.start() == 0 or low[match.start() :].startswith(("for ", "applies", "only for"))
    return match[1] if led and (match.end() - match.start() > 8 or low[match.end() : match.end() + 1] == ":") else None


_UNREFUSED = re.compile(
    r"\bnot the case that[^.;:]*|"
    r"\b(?:no longer|not|never|neither|nor) (?:\w+ ){0,4}?(?:investigational|experimental|"
    r"unproven|exclud\w+|denied|non-?covered)\b"
)
_ACCEPTED = re.compile(
    r"\b(?:is|are|may be|will be) (?:considered )?(?:medically necessary|covered|approved|"
    r"authori[sz]ed|approvable)\b[^.;]{0,80}\b(?:when|if|for|after|once)\b"
    r"|\b(?:if|when|where)\b[^.;]{0,60}\bnot (?:meet|met|satisf\w+|fulfil\w*) "
    r"(?:all|each|every|both|one|these|the following)\b[^.;]*:\s*$"
    r"|^\W*(?:[^.;]{0,40} )?(?<!not )(?<!not be )(?<!never )covered (?:only )?for\b"
)


@lru_cache(maxsize=2048)
def refuses(low: str) -> bool:
    """Whether a text refuses: "not covered when …", but not "no longer investigational" nor "not excluded"."""
    bare = _UNREFUSED.sub(" ", low)
    return words("lead_in", "refused").search(bare) is not None and not _ACCEPTED.search(bare)


def refuses_states(lead: Unit) -> bool:
    """Whether a lead-in refuses for persons in the states that its list names; its last sentence leads the list."""
    last = folded(lead.sentences[-1].text) if lead.sentences else ""
    return lists_states(last) and refuses(last)


def asks_for_absences(lead: Unit) -> bool:
    """Whether none of what is listed below may be present: "None of these:", "We do not approve it if you have:"."""
    return leads_absences(folded(lead.text)) or refuses_states(lead)


_EXCEPTION = re.compile(r"\b(?:unless|except (?:that|when|if|where|for|in)|except)\b")
_WITHOUT = re.compile(r"\b(?:without|until|before)\b")
"""After a refusal: what is asked for ("is not covered without a trial of …", "until the member is 18")."""


def exception_of(low: str, *, refused: bool) -> re.Match[str] | None:
    """What a refusal spares, or asks for first; None where a passage refuses nothing or spares nothing."""
    found = _EXCEPTION.search(low)
    if found:
        return found if refused or refuses(low[: found.start()]) else None
    found = _WITHOUT.search(low)
    return found if found and refuses(low[: found.start()]) else None


def subjects_in(low: str) -> tuple[Treatment, ...]:
    """The treatments that a text names; any other one only where it names nothing else."""
    found = treatments_in(low)
    if len(found) > 1 and "other" in found:
        return tuple(name for name in found if name != "other")
    return found


def own_subjects(unit: Unit) -> tuple[Treatment, ...]:
    """The treatments that a unit names itself; not one that it lifts or rules out ("no ECT")."""
    if (found := subjects_in(folded(unit.text))) != ("other",):
        return found
    lows = (folded(one.text) for one in unit.sentences)
    lifted = [words("waived", "patterns").search(low) or rules_out_beside(low) for low in lows if treatments_in(low)]
    return () if lifted and all(lifted) else found


_NONE_OF = re.compile(r"^\W*(?:\w{1,3}[.)] *)?(?:none|no(?: one)?|neither|the absence|absence) (?:of|apply|applies)\b")


def denies_all(low: str) -> bool:
    """Whether an item opens with the denial of all that it lists ("None of these apply: …")."""
    return _NONE_OF.match(low) is not None


def before_failure(low: str) -> str:
    """The part of a sentence before "after failure of …": what has failed is not what is asked for."""
    return re.split(
        r"\b(?:after|following) (?:the )?(?:failure|trial)|\bfail(?:ed|ure)\b|\btr(?:ied|y|ying)\b"
        r"|\b(?:have|has|had|did|does|do) not respond|\b(?:inadequate|insufficient|poor|no) response to\b"
        r"|\bunless\b|\bexcept\b",
        low,
    )[0]


_USE_LABEL = re.compile(r"(?:^|[.;:]\s)\W*(?P<use>[^.;:]{2,60}):[^:]*$")
"""A use as the label of what follows ("TRD: initial 3 months, renewal 12 months")."""


_USE_OF_PART = re.compile(r"(?:^|[.;\n]|\b(?:and|or)\b)\s*(?P<use>[A-Za-z][^.;:,\n]{1,80}):\s+")


_THEN = re.compile(r"[,;]?\s+(?:and\s+)?then\s+(?=(?:up to |for |another |for another )?\d+\s+(?:days|weeks|months)\b)")
"""Where the length of a first approval gives way to that of the next ones."""


@lru_cache(maxsize=512)
def by_use(text: str) -> tuple[tuple[int, int, str], ...]:
    """Parts of a cell that tell one use or one kind of request after another ("TRD: 60 days, then 6 months. MDD-SI: 4
    weeks", "Renewal: …"): start, end, label, with "renewal" for what comes after the first approval."""
    parts: list[tuple[int, int, str]] = []
    for start, end, use in _by_use(text):
        then = _THEN.search(text, start, end) if use else None
        if then is not None:
            parts.append((start, then.start(), use))
        parts.append((then.end(), end, f"{use}, renewal") if then else (start, end, use))
    return tuple(parts)


_WHOLE = re.compile(
    r"(?:both|all)(?: (?:uses|indications|diagnoses))?|(?:initial|first|new|renewals?|continu(?:ation|ed|ing)|"
    r"re-?authori[sz]ation)(?: (?:approval|authori[sz]ation|request|therapy|treatment|criteria|requests|start)s?)?"
)
"""Labels of parts that hold for every use, or for a first approval or a renewal alone."""


def _labels_part(label: str) -> bool:
    return len(indications_in(label)) == 1 or _WHOLE.fullmatch(label.strip()) is not None


def _by_use(text: str) -> tuple[tuple[int, int, str], ...]:
    if ":" not in text:
        return ()
    found = [match for match in _USE_OF_PART.finditer(text) if _labels_part(folded(match["use"]))]
    if not found:
        return ()
    if text[: found[0].start("use")].strip(" \n.;"):
        if text[: found[0].start("use")].rstrip()[-1:] not in (".", ";"):
            return ()
        ends = [match.start("use") for match in found[1:]] + [len(text)]
        first = (0, found[0].start("use"), "")
        return (first, *((match.end(), end, match["use"]) for match, end in zip(found, ends, strict=True)))
    ends = [match.start("use") for match in found[1:]] + [len(text)]
    return tuple((match.end(), end, match["use"]) for match, end in zip(found, ends, strict=True))


_ALL_USES = re.compile(
    r"\b(?:both|either|all|each|every|any|the two) (?:of (?:the|these) )?(?:two )?(?:covered |approved |labeled )?"
    r"(?:uses?|indications?|diagnos[ei]s|conditions of use)\b"
)


def names_all_uses(low: str) -> bool:
    """Whether a sentence says that it holds for all the uses that a policy covers ("for both indications")."""
    return _ALL_USES.search(low) is not None


_ALL_COLUMNS = re.compile(
    r"^\W*(?:for |in )?(?:all|both|every|each|either|any) (?:of the |the |covered )?"
    r"(?:columns?|uses?|indications?|diagnos[ei]s|groups?|requests?|categor(?:y|ies)|conditions?)\s*[:,\u2013-]"
)


def names_all_columns(low: str) -> bool:
    """Whether a cell says that it holds for every column ("All columns: 18 years or older")."""
    return _ALL_COLUMNS.match(low) is not None


def in_order(low: str, uses: Iterable[Indication]) -> tuple[Indication, ...]:
    """Uses in the order in which a text names them."""
    at = {name: match.start() for name, regex in named_in("indications", low) if (match := regex.search(low))}
    return tuple(sorted(uses, key=lambda use: at.get(use, 0)))


_PERIOD = re.compile(
    r"^\s*(?:over|within|in|during|per|for|every)(?: a period of)? \w+(?: \(\d+\))?[ -](?:days?|weeks?|months?)\b"
)
"""After an amount: in what time it may be used."""


def near_use(low: str, start: int, end: int, *, approval: bool) -> Indication | None:
    """The use in the clause of a find, else in its sentence; of an approval: right after it, or its label."""
    if approval:
        after = re.split(
            r"[;.]|\d+ ?(?:day|week|month|year)|\bor\b|\band\b(?= \w+ (?:day|week|month))",
            _PERIOD.sub("", low[end : end + 90]),
        )[0]
        label = _USE_LABEL.search(low[max(low.rfind(mark, 0, start) for mark in (". ", ";")) + 1 : start])
        for text in (after, label["use"] if label else ""):
            named = indications_in(text)
            if len(named) == 1:
                return named[0]
    left = low.rfind(";", 0, start) + 1
    right = low.find(";", end)
    for text in (low[left : right if right >= 0 else len(low)], low):
        named = indications_in(text)
        if len(named) == 1:
            return named[0]
    return None


_NO_CRITERIA = re.compile(
    r"\b(?:please )?(?:have [^.;]{0,40} )?(?:send|fax|mail|attach|enclose|"
    r"submit)\b[^.;]{0,60}(?:us\b|:\s*$)"
)
"""Lead-ins of lists that set no criteria: papers to send."""
_LABEL_SAYS = re.compile(
    r"\bunder the (?:fda )?label\b|\blabel(?:ed)? (?:for|of|states?|indications?)\b|\bfda[- ]approved use\b|"
    r"\bindicated for\b"
)
"""Lead-ins of lists that tell what the label says, unless they set conditions themselves."""
_SETS_CONDITIONS = re.compile(
    r"\b(?:when|if|once|provided|as long as|where|subject to)\b[^.;]{0,60}\b(?:conditions|criteria|requirements|"
    r"following|these|below|all|each|both|every)\b|"
    r"\b(?:conditions|criteria|requirements|rules|standards|tests)\b[^.;]{0,40}(?:\b(?:apply|must)\b|:\s*$)"
)


def sets_none(low: str) -> bool:
    """Whether the lead-in of a list asks for papers or tells what the label says."""
    return bool(_NO_CRITERIA.search(low) or (_LABEL_SAYS.search(low) and not _SETS_CONDITIONS.search(low)))


RENEWS = re.compile(
    r"\b(?:authori[sz]ations?|approvals?|coverage|treatment|therapy|it|use|spravato|esketamine|infusions?)\b[^.;]{0,40}"
    r"\b(?:shall|may|will|can|is|are) (?:be )?(?:then )?"
    r"(?:renewed|extended|reauthori[sz]ed|re-authori[sz]ed|continued)\b"
    r"|^\W*(?:the |each |every )?(?:renewals?|re-?authori[sz]ations?|extensions?)(?: of [^.;]{1,40})? "
    r"(?:(?:shall|may|will|can) be |is |are )?(?:requires?|needs?|depends?|granted|given|approved|asks?)\b"
)
"""A numbered sentence that sets the terms of a renewal itself."""
_AND_INFUSIONS = re.compile(
    r"\binfusions?\b(?:[^.;]|\.(?! )){0,40}\b(?:and|or)\b|\b(?:and|or)\b[^.;]{0,20}\binfusions?\b"
)
"""Infusions beside another treatment ("needed for infusions and for esketamine") are those of ketamine."""


def with_infusions(named: tuple[Treatment, ...], low: str, covered: Container[Treatment]) -> tuple[Treatment, ...]:
    """The treatments that a sentence names, and ketamine by infusion where it speaks of "infusions" beside them."""
    beside = (
        named not in ((), ("other",))
        and "infusion" in low
        and "ketamine_iv" in covered
        and _AND_INFUSIONS.search(low) is not None
    )
    return (*named, "ketamine_iv") if beside and "ketamine_iv" not in named else named
