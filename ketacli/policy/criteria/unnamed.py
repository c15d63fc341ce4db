"""Conditions of approval that no type names: read as `other` only where the words are plainly a condition."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.passages import Found, Passage
from ketacli.policy.criteria.quantities import folded
from ketacli.policy.criteria.subjects import indications_in
from ketacli.policy.outline import Unit

_POINTER = re.compile(
    r"\brefer to\b|\bsee (?:the )?(?:section|policy|appendix|also|below|above)\b|\bnote:|"
    r"^\W*note\b|\bcontact\b|\bsubmit\w* (?:the )?(?:form|request|documentation)\b|"
    r"^\W*(?:yes|no|n/a)\W*$"
)
_TITLE = re.compile(r"^[^a-z]{0,4}(?:[A-Z][\w()/-]*\W*|(?:of|and|or|with|for|the|in|to)\W+){1,14}$")
_GRID = re.compile(
    r"require|criteri|condition|must|\bsteps?\b|looks? for|looked for|\brules?\b|\belements?\b|asked for"
)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_VERB = re.compile(
    r"\b(?:is|are|has|have|had|must|was|were|does|did|do|will|may|can|cannot|takes?|been|needs|prescribed|documented|"
    r"fail\w*|tried|lasted|agrees?|attests?|gives?|keeps?|kept|shows?|plans|uses|used|lives?|holds?|receives?|"
    r"understands?|attends?|stays?|remains?|affects?|causes?|exceeds?|includes?|occurs?|meets?|completed?|persists?|"
    r"continues?|follows?|improved|responded|found|finds|saw|seen|decided|judged|confirmed|received|got)\b"
)
_OPENS = re.compile(
    r"^\W*(?:(?:\d+|[a-z])[.)] )?(?:has|have|had|is|are|was|will|must|able|unable|absence|evidence|failure"
    r"|presence|history|pain|"
    r"no|not|lack|inability|currently|symptoms?|score|confirmed|documented|documentation of|persistent|"
    r"at least|never|does)\b"
)
"""Items that leave out the patient who is their subject ("Has been evaluated for …")."""
_UNRELATED = re.compile(
    r"\bnot been established\b|\bis not (?:recommended|approved|covered|indicated)\b|\bwill be (?:updated"
    r"|reviewed|denied)\b"
    r"|^\W*(?:not applicable|none of the above|other)\b"
    r"|\binsufficient evidence\b|\bfor information\b|\bdoes not (?:change|affect|alter) (?:the|our)\b"
    r"|\bcounts? (?:only )?(?:as|if|when|where|whatever|toward|even|after|once)\b|\b(?:is|are) (?:sufficient|enough)\b"
    r"|\bsuffices?\b|\b(?:typically|usually|on average|most patients)\b|^\W*(?:why|what|which|who|how)\b"
    r"|\bthere is no limit\b|\bcovered under\b|\bwe (?:may|will) (?:take|tell|answer|decide|notify)\b"
    r"|\bno (?:\w+ ){0,2}(?:minimum|maximum|particular|specific|fixed|set)\b[^.;]{0,40}"
    r"\b(?:is|are) (?:set|fixed|specified|defined|asked)\b|\b(?:this|that|it) does not (?:hold|apply)\b"
    r"|\bmay be dispensed\b|\bno (?:guarantee|promise)\b|\bdo(?:es)? not (?:establish|guarantee|constitute)\b"
    r"|\bemergency supply\b|\bgrandfather\w*|\bmay continue (?:it|them)\b|\bcriteri(?:a|on) (?:will|\d)"
    r"|^\W*\((?:medicare|medicaid|cms|(?:federal|state) (?:law|rules?)|the law)\b"
    r"|\b(?:attach|submit|fax|send|enclose|upload)\w*\b|\bchart notes\b[^.;]{0,40}\b(?:attached|sent|included)\b"
    r"|\b(?:is|are) (?:defined|considered|called|known)\b|\bmeans\b|\brefers to\b"
    r"|\b(?:label|package insert|prescribing information)\b|\bwaived\b|\brepresents?\b|\bbill(?:ed|s)?\b|\bclaims?\b"
    r"|\b(?:decisions?|determinations?) (?:is|are|will be) (?:made|given|reached|issued|sent)\b"
    r"|\b(?:an? |the )?(?:external|independent) reviews?\b|\bappeals?\b|\bdisagree\b"
    r"|\b(?:this|that|with the|general) form\b"
    r"|\bwe (?:answer|decide|respond|reply)\b|^\W*(?:it|that|this) (?:does|is|did|was)(?: not)?\W*$"
    r"|\byou may (?:ask|request|appeal)\b|\banswer(?:s|ed) (?:in|within)\b|\bwrite to\b|\bhelp line\b"
    r"|\b(?:hcpcs|cpt|icd)\b|\bmedically necessary\b|\bbelong to the same\b"
    r"|\bno longer (?:enough|sufficient|accepted|adequate|counts?)\b"
    r"|\bp\.? ?o\.? box\b|\d{3}-\d{4}\b"
    r"|^\W*no (?:\w+ ){0,3}(?:is|are) (?:needed|required|necessary)\b|\bnow reads\b|\bbecame\b"
    r"|^\W*(?:added|removed|deleted|revised|updated)\b|\bnot (?:listed|named"
    r"|mentioned)\b|\?\s*$"
    r"|\bexperimental\b|\binvestigational\b|\bunproven\b|\bexcluded\b|\bnot medically necessary\b"
    r"|^\W*(?:services?|treatments? (?:of|for)|replacements?|charges?|supplies|expenses|(?:prescription )?drugs?"
    r"|care) (?:that|which|of|for)\b"
)
"""Duties of paper, meanings of words, what the label says, reasons of refusals, notes on how something counts."""


def is_condition(unit: Unit, passage: Passage) -> bool:
    """Whether an item that no detector knows is unmistakably a condition of approval."""
    words = _BRACKETED.sub("", passage.text).strip()
    if (
        len(words) < 8
        or words.endswith(":")
        or unit.children
        or _POINTER.search(passage.low)
        or _UNRELATED.search(passage.low)
    ):
        return False
    if unit.kind == "table_row" and not _GRID.search(folded(" ".join(unit.headers[:2]))):
        return False
    if not _VERB.search(passage.low) and (indications_in(passage.low) or not _OPENS.match(passage.low)):
        return False
    return not (_TITLE.match(words) and len(words.split()) < 9)


def in_its_words(passage: Passage) -> Found:
    """The condition as printed, with its one amount where it has one."""
    quantity = passage.shadow.quantities[0] if len(passage.shadow.quantities) == 1 else None
    text = " ".join(passage.text.split()).strip(" ;.")[:160]
    return Found(
        type="other",
        rule="KC190",
        start=0,
        end=len(passage.text.rstrip()),
        number=quantity.value if quantity else None,
        comparison=quantity.comparison if quantity else None,
        text=text,
    )
