"""What a letter to one person decides: denied, partly denied, approved, or nothing yet (KF061)."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import sentences

_I = re.IGNORECASE
_NOT = (
    r"(?:(?:did|do|does|could|can|will|would|are|is|was|were|has|have|had)(?: not|n't)|can't|cannot|won't|"
    r"could not)"
)
_DENIED = lazy(
    r"\bnot to (?:approve|authorize|cover|pay|certify)|"
    rf"\b{_NOT}(?: be| been)? (?:able to )?(?:approv\w*|authori[sz]\w*|cover(?:ed)?\b|certif\w*|pay\b|paid\b|payable|"
    r"allow\w*|grant\w*|eligible for (?:coverage|payment))|\b(?:denied|deny|denying|denial)\b|\bdeclin(?:ed|ing|e)\b|"
    r"\bdisapproved?\b|turned down|\brefus(?:ed|e|ing)\b|\bunable to (?:approve|authorize|cover|pay|certify)|"
    r"adverse (?:benefit )?determination|non-?(?:certif|authoriz)\w+|not (?:approved|authorized|certified|payable|"
    r"covered)\b|unfavorable|coverage (?:is|was) not available|no payment (?:can|will|is|was)|rejected|"
    r"does not qualify for coverage",
    _I,
)
_APPROVED = lazy(
    r"\b(?:we|plan|have|has|is|was|been|are|were|request)\b[^.;]{0,40}\b(?:approved|authorized|certified|granted|"
    r"overturned)\b|\bapproved the\b|"
    r"notice of approval|approval (?:notice|letter)|authorization (?:is|has been) (?:granted|given|issued|"
    r"approved)|(?:good|great) news|said yes|favorable decision",
    _I,
)
_PENDED = lazy(
    r"(?:have|has) not (?:yet )?(?:been )?(?:made|decided|reached) ?(?:a |our |any )?(?:decision)?|(?:need|"
    r"require)s? (?:more|additional|further|some|the following) "
    r"(?:\w+ )?(?:information|records|documents)|request for (?:more |additional |medical )?(?:information|"
    r"records)|this is not a denial|"
    r"not (?:yet )?(?:made|reached) a decision|pend(?:ed|ing) (?:for|your)|before we can (?:decide|make|finish|"
    r"complete)|on hold|incomplete request",
    _I,
)
_NOT_THIS = lazy(
    r"\bif (?:we|you|your|the|they|a|an|it)\b|\bwhether\b|may be denied|might|would be denied|could be denied|"
    r"in which we|earlier letter|our letter of|previous(?:ly)?|"
    r"takes the place of|replaces|future|later request|\bwhen (?:we|a|an|your|you)\b|approval is not|"
    r"not a guarantee|services that are not listed|\bappeal(?:s)? (?:is|are|was) "
    r"(?:denied|not approved)|right to|unless|until|did not say|not say that|were denied because|you (?:can|may|"
    r"have)|before we|other (?:requests|claims)|"
    r"any (?:denial|adverse)|of (?:a|the|this|your|our|each) (?:\w+ )?(?:denial|adverse)|for (?:a|the|this|"
    r"your) denial|after (?:a|the|this|your) denial|"
    r"letter about|if not approved|not requested|reverse|disagree",
    _I,
)
_PARTLY = lazy(
    r"part(?:ly|ially)[\s-]+(?:denied|approved|favorable|unfavorable)|approved in part|denied in part|"
    r"partial (?:denial|approval)|"
    r"approved (?:only )?(?:\d+|\w+) (?:of|out of)|only (?:\d+|\w+) of the|rest of (?:the|your) request",
    _I,
)
_REVERSED = lazy(
    r"(?:chang|revers|overturn)(?:ed|ing) (?:our|the|this|its) (?:\w+ )?(?:decision|denial|determination)|"
    r"(?:decision|denial|"
    r"determination) (?:is|was|has been) (?:overturned|reversed)",
    _I,
)
_NOTICE_TITLE = lazy(
    r"(?:notice of (?:adverse|denial|action)|adverse (?:benefit )?determination|denial (?:notice|letter|of)|"
    r"notice of (?:\w+ )?denial)",
    _I,
)


def letter_verdict(text: str) -> str | None:
    """`denied`, `partly_denied`, `approved`, `pended`, or None where nothing is decided.

    Conditional sentences ("if we deny a later request"), earlier letters and general clauses do not decide.
    """
    counts = {"denied": 0, "approved": 0, "pended": 0}
    first: dict[str, int] = {}
    partly = False
    text = text.replace("\u2019", "'")
    for start, end in sentences(text):
        sentence = text[start:end].replace("\n", " ")
        if len(sentence) > 900:
            sentence = sentence[:900]
        if _PARTLY.search(sentence) and not _NOT_THIS.search(sentence):
            partly = True
        verdict = _sentence_verdict(sentence)
        if verdict:
            counts[verdict] += 1
            first.setdefault(verdict, start)
    if counts["approved"] and _REVERSED.search(text):
        return "approved"
    return "partly_denied" if partly else _settled(counts, first)


def _settled(counts: dict[str, int], first: dict[str, int]) -> str | None:
    """One verdict alone decides; "not a denial, more information needed" beats a denial further down; both approved
    and denied services in one letter are a denial in part."""
    given = [verdict for verdict, count in counts.items() if count]
    if not given:
        return None
    if len(given) == 1:
        return given[0]
    if "pended" in given and first["pended"] == min(first.values()):
        return "pended"
    if "denied" in given and "approved" in given:
        return "partly_denied"
    return min(given, key=lambda verdict: first[verdict])


def _sentence_verdict(sentence: str) -> str | None:
    title = _NOTICE_TITLE.search(sentence)
    if _PENDED.search(sentence) and not re.search(r"\bif (?:we|you)\b|to appeal|your appeal", sentence, _I):
        return "pended"
    if _NOT_THIS.search(sentence) and not (title and len(sentence) < 120):
        return None
    if _DENIED.search(sentence):
        return "denied"
    return "approved" if _APPROVED.search(sentence) else None
