"""What a plan document says that care costs (CONTRACT Benefits): tiers, rows, penalty, plan year, funding, examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ketacli.documents.model import Document, Format, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.benefit_rows import benefit_rows, prose_rows, row_name, store_row, table_rows
from ketacli.policy.fields.dates import dates
from ketacli.policy.fields.kind import document_kind
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.numbers import dollars
from ketacli.policy.fields.penalty import penalty
from ketacli.policy.fields.place import across_lines, live_pages, quoted, sentences
from ketacli.policy.fields.sbc import (
    chart_rows,
    examples,
    other_coinsurance,
    says_after_deductible,
    tiered_amounts,
    top_amounts,
)
from ketacli.policy.fields.tiers import tier_of, tier_spans
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE
_TIERS = ("in_network", "out_of_network")
_MONEY = ("deductible_individual", "deductible_family", "oop_max_individual", "oop_max_family", "coinsurance_percent")
_MARKS = lazy(r"deductible|copay|coinsurance|out-of-pocket", _I)
_OWN = across_lines(
    r"begins to pay for (?:a|each|any|one) (?:member|person)[^.]{0,40} "
    r"as soon as (?:that|the|this) (?:member|person) has met|"
    r"once (?:one|a|any) (?:family )?(?:member|person)[^.]{0,60}"
    r"has (?:paid|met)[^.]{0,40}(?:starts|begins) to (?:share|pay)|"
    r"no one person[^.]{0,50}more than|even if the family deductible (?:has|is) not|"
    r"begins to pay for that (?:member|person)|"
    r"each family member must meet (?:their|his or her|his/her) own|each (?:person|member|"
    r"individual)[^.]{0,50}(?:own|individual) (?:individual )?deductible|deductible of (?:his|her|"
    r"their) (?:or her )?own|embedded deductible|"
    r"no (?:one |single |family |covered )*(?:person|member|individual|participant)[^.]{0,60}more than (?:the |"
    r"his or her |their |a |an )?(?:individual|per[- ]person|self[- ]only|one[- ]person|single|person'?s)|"
    r"once (?:one|a|any|each)(?: covered)?(?: family)? (?:member|person)[^.]{0,20}(?:reaches|meets|satisfies|has met|"
    r"has reached)[^.]{0,30}(?:self[- ]only|individual|per[- ]person|one[- ]person|single)|"
    r"for each (?:member|person) of (?:a|the) family,? the (?:deductible for one person|individual deductible|"
    r"one-person deductible) applies|"
    r"no (?:one|single) (?:person|member)[^.]{0,60}more than the individual|deductible is embedded|(?:one|no|"
    r"any) (?:member|person)[^.]{0,50}(?:never|not)[^.]{0,40}more than (?:the )?(?:individual|amount (?:per|"
    r"for (?:one|each)) person|per[- ]person)|once (?:a|one|"
    r"any) (?:person|member|family member)[^.]{0,60}individual deductible",
)
_WHOLE = across_lines(
    r"until the family (?:amount|deductible) is met,? no (?:benefits?|one)|can be met by one person alone|"
    r"(?:overall |entire |full |whole )?family deductible must be (?:met|satisfied)[^.]{0,30}(?:before|first)|"
    r"no (?:separate )?(?:individual|single|per[- ]person) deductible (?:inside|within|under) the family|"
    r"until (?:it|the family deductible) has been met,? (?:the plan|we) pays? (?:nothing|no benefits?) for any\b|"
    r"non-?embedded|aggregate (?:family )?deductible|deductible is (?:not embedded|aggregate)|"
    r"(?:no individual deductible|the individual deductible does not apply)[^.]{0,60}family|until the (?:whole |"
    r"entire |full |total )?family deductible (?:is|has been) (?:met|satisfied)",
)
_SELF = across_lines(
    r"\b(?:is|are|a|the) (?:a )?self[\s-](?:funded|insured)|benefits are paid (?:from|"
    r"out of) the (?:general assets|employer)|self[\s-](?:funded|insured) (?:by|plan|group health plan|employee)|"
    r"does not insure (?:the )?benefits|only administers|\b(?:county|city|district|employer|company|trust|fund|"
    r"university|association) pays (?:the |all )?claims|"
    r"\bplan is paid for by the [^.]{3,60} (?:own|general) (?:funds|assets)|"
    r"does not insure (?:them|the claims|any benefit|this plan|the plan)|claims are paid from|employer (?:pays|"
    r"funds) (?:all )?(?:the )?(?:claims|benefits)"
)
_INSURED = across_lines(
    r"[^t] insures the (?:benefits|employees)|"
    r"\b(?:is|it[’']s|this is)(?: an?)? (?:fully[\s-])?insured\b|insured plan\b|fully[\s-]insured|underwritten by|"
    r"insured (?:and underwritten )?by|insurance policy (?:that )?(?:the insurer )?issued"
)
_STATED = (
    r"[^$]{0,140}?\b(?:deductible|out[\s-]of[\s-]pocket (?:limit|maximum)|most (?:that )?you (?:will |can |"
    r"could )?pay|"
    r"coinsurance reach)\b[^$%]{0,90}\$"
)
_NOT_THIS_PLAN = across_lines(
    r"other plans?|\bif (?:your|the|a) plan|some plans|whether|for self-funded|depends|not apply to|may be"
)
_PERIOD = across_lines(
    r"(?:coverage|plan|benefit|policy|contract) (?:period|year)\s*(?:is|runs|"
    r"means)?\s*:?\s*(?:beginning (?:on or after )?|from |the )?"
)


def find_benefits(document: Document, outline: Outline) -> dict[str, object] | None:
    """Amounts in dollars and percentages as the member's share; None for documents that are no plan documents."""
    kind, _ = document_kind(document, outline)
    if kind not in ("sbc", "plan_document") or not any(_MARKS.search(page.text) for page in document.pages):
        return None
    tiers: dict[str, dict[str, object]] = {tier: dict.fromkeys(_MONEY) for tier in _TIERS}
    evidence: dict[str, dict[str, Quoted]] = {tier: {} for tier in _TIERS}
    sbc = kind == "sbc"
    if sbc:
        _sbc_money(document, tiers, evidence)
    _table_money(document, outline, tiers, evidence)
    _rows(document, outline, tiers, sbc=sbc)
    if not sbc:
        _prose_money(document, outline, tiers, evidence)
    return _answer(document, outline, tiers, evidence, sbc=sbc)


def _answer(
    document: Document,
    outline: Outline,
    tiers: dict[str, dict[str, object]],
    evidence: dict[str, dict[str, Quoted]],
    *,
    sbc: bool,
) -> dict[str, object] | None:
    own: dict[str, Quoted] = {}
    answer: dict[str, object] = {tier: {**tiers[tier], "evidence": evidence[tier]} for tier in _TIERS}
    for name, found in (
        ("prior_authorization_penalty", penalty(document, outline)),
        ("embedded", _embedded(document)),
        ("plan_year", _plan_year(document)),
        ("funding", _funding(document)),
        ("drug_deductible", _drug_deductible(document)),
    ):
        answer[name] = found[0] if found else None
        if found:
            own[name] = found[1]
    answer["examples"] = examples(document) if sbc else []
    answer["evidence"] = own
    empty = all(value is None for tier in _TIERS for value in tiers[tier].values())
    return None if empty and not own and not answer["examples"] else answer


def _put(
    tiers: dict[str, dict[str, object]],
    evidence: dict[str, dict[str, Quoted]],
    tier: str,
    field: str,
    value: object,
    where: Quoted,
) -> None:
    if tiers[tier].get(field) is None:
        tiers[tier][field] = value
        evidence[tier][field] = where


def _sbc_money(document: Document, tiers: dict[str, dict[str, object]], evidence: dict[str, dict[str, Quoted]]) -> None:
    for tier, field, amount, page, start, end in top_amounts(document):
        _put(tiers, evidence, tier, field, amount, quoted(page, _line_start(page, start), end))
    other = other_coinsurance(document)
    if other:
        share, page, start, end = other
        _put(tiers, evidence, "in_network", "coinsurance_percent", share, quoted(page, start, end))


def _line_start(page: Page, at: int) -> int:
    return max(page.text.rfind("\n", 0, at) + 1, at - 120)


def _table_money(
    document: Document, outline: Outline, tiers: dict[str, dict[str, object]], evidence: dict[str, dict[str, Quoted]]
) -> None:
    pages = document.pages_by_number()
    for unit, label, inside, outside, plan_pays in table_rows(outline):
        name = _money_name(label)
        if name is None:
            continue
        where = quoted(pages[unit.page], unit.start, unit.end)
        for who, amount in _by_person(unit) if name != "coinsurance" else ():
            _put(tiers, evidence, tier_of(label) or "in_network", f"{name}_{who}", amount, where)
        for tier, text in (("in_network", inside), ("out_of_network", outside)):
            for field, value in _money(name, label, text or "", plan_pays=plan_pays):
                _put(tiers, evidence, tier, field, value, where)


def _by_person(unit: Unit) -> Iterator[tuple[str, object]]:
    """Amounts of a row whose columns are persons ("One person | Family"), so that its label names the tier."""
    for header, cell in zip(unit.headers[1:], unit.cells[1:], strict=False):
        who = "family" if re.search(r"famil|two or more|self plus", header, _I) else None
        if who is None and re.search(r"person|individual|member|single|self|student|employee", header, _I):
            who = "individual"
        amounts = dollars(cell.text)
        if who and tier_of(header) is None and len(amounts) == 1:
            yield who, amounts[0][0]


def _money_name(label: str) -> str | None:
    if re.search(r"drug|dental|prescription|pharmacy|vision|carry|credit", label, _I):
        return None
    if re.search(r"out[\s-]of[\s-]pocket|\bOOP\b|\bMOOP\b|most (?:that )?you (?:will |can |could )?pay", label, _I):
        return "oop_max"
    if re.search(r"(?<!after )(?<!after the )(?<!after your )deductible", label, _I):
        return "deductible"
    share = (
        r"\W*(?:(?:member |your |plan |general )?coinsurance|(?:your|member'?s?) share (?:of (?:other|most|covered|"
        r"the cost)|after the deductible|unless\b)|(?:the |what )?(?:plan|fund|trust) (?:pays|share|reimburses)(?!\w)|"
        r"(?:benefit|reimbursement|payment) (?:percentage|rate|level)(?!\w)|percentage (?:the plan |"
        r"that the plan )?(?:pays|paid)|"
        r"what you pay,? (?:unless|for most))"
    )
    if row_name(label):
        return None
    return "coinsurance" if re.match(share, label, _I) else None


def _money(name: str, label: str, text: str, *, plan_pays: bool) -> Iterator[tuple[str, object]]:
    if name == "coinsurance":
        own = re.search(r"you (?:will )?pay\s+(\d{1,3})\s?%", text, _I)
        share = own or re.search(r"(\d{1,3})\s?%", text)
        if share:
            pays = (not own and plan_pays) or (
                not own
                and bool(
                    re.search(
                        r"plan pays|paid by the plan|(?:plan|fund|trust) (?:pays|share|reimburses)|"
                        r"benefit (?:percentage|rate|level)|reimbursement|payment (?:percentage|rate)",
                        label + text,
                        _I,
                    )
                )
            )
            yield "coinsurance_percent", 100 - int(share[1]) if pays else int(share[1])
        return
    family = re.search(r"family", label, _I)
    single = re.search(r"individual|person|member|single|self|each", label, _I)
    for _tier, field, amount, _start, _end in tiered_amounts(f"{text}", name):
        if family and not single:
            yield f"{name}_family", amount
        elif single and not family:
            yield f"{name}_individual", amount
        else:
            yield field, amount


def _rows(document: Document, outline: Outline, tiers: dict[str, dict[str, object]], *, sbc: bool) -> None:
    pages = document.pages_by_number()
    after = sbc and says_after_deductible(document)
    flowing = chart_rows(document) if sbc else iter(())
    tables = ((row, pages[row.page]) for row in benefit_rows(outline))
    # A PDF's chart is often cut wrongly into cells; in other formats the cells are the document's own.
    ways = (flowing, tables) if document.format is Format.PDF else (tables, flowing)
    for row, page in chain(*ways):
        store_row(tiers, row, page, silent_means_after=after)
    if not sbc:
        for row in prose_rows(outline):
            store_row(tiers, row, pages[row.page], silent_means_after=False)


def _prose_money(
    document: Document, outline: Outline, tiers: dict[str, dict[str, object]], evidence: dict[str, dict[str, Quoted]]
) -> None:
    """Deductibles, limits and coinsurance that a sentence states."""
    pages = document.pages_by_number()
    for unit in outline.units:
        if unit.kind in ("heading", "table_row") or ("$" not in unit.text and "%" not in unit.text):
            continue
        name: str | None = None
        for start, end in sentences(unit.text):
            name = _prose_sentence(
                name,
                unit.text[start:end],
                quoted(pages[unit.page], unit.start + start, unit.start + end),
                tiers,
                evidence,
            )


_GOES_ON = lazy(
    r"\W*(?:for|with|from|if you use|when you use|outside|out)\b[^$.]{3,60}?\b(?:it|this|the amount|"
    r"that|they)\s+(?:is|are)\s+\$"
    r"|\W*(?:it|the amount) is\s+\$",
    _I,
)
"""A sentence that goes on with the amount of the one before ("For other providers it is $900 …")."""


def _prose_sentence(
    before: str | None,
    sentence: str,
    where: Quoted,
    tiers: dict[str, dict[str, object]],
    evidence: dict[str, dict[str, Quoted]],
) -> str | None:
    """Store what a sentence states; the name of its amount, which the next sentence may go on with."""
    name: str | None = None
    stated = re.match(_STATED, sentence, _I)
    if stated and not re.search(r"drug|prescription|penalty|copay(?!ments and)|example|previous", stated[0], _I):
        name = (
            "oop_max"
            if re.search(r"out[\s-]of[\s-]pocket|most (?:that )?you|coinsurance reach", stated[0], _I)
            else "deductible"
        )
        for tier, field, amount, _start, _end in tiered_amounts(sentence, name):
            _put(tiers, evidence, tier, field, amount, where)
    elif before and _GOES_ON.match(sentence):
        name = before
        for tier, field, amount, _start, _end in tiered_amounts(sentence, name):
            _put(tiers, evidence, tier, field, amount, where)
    if re.match(r"[^%$]{0,80}\b(?:coinsurance|for most services)\b[^%$]{0,60}?\d{1,2}\s?%", sentence, _I) and re.search(
        r"\b(?:you|your|member)\b", sentence, _I
    ):
        for tier, start, end in tier_spans(sentence) or [("in_network", 0, len(sentence))]:
            share = re.search(r"(\d{1,2})\s?%", sentence[start:end])
            if share:
                _put(tiers, evidence, tier, "coinsurance_percent", int(share[1]), where)
    return name


def _embedded(document: Document) -> tuple[bool, Quoted] | None:
    for page, text in live_pages(document):
        for pattern, value in ((_WHOLE, False), (_OWN, True)):
            found = pattern.search(text)
            if found:
                return value, quoted(page, found.start(), found.end())
    return None


def _plan_year(document: Document) -> tuple[dict[str, str], Quoted] | None:
    for page, text in live_pages(document)[:3]:
        for found in _PERIOD.finditer(text):
            pair = [dated for dated in dates(text, found.end(), min(len(text), found.end() + 70)) if dated.has_day][:2]
            if len(pair) == 2 and pair[0].start - found.end() < 20:
                return {"from": pair[0].iso, "to": pair[1].iso}, quoted(page, found.start(), pair[1].end)
    return None


def _funding(document: Document) -> tuple[str, Quoted] | None:
    for page, text in live_pages(document):
        for pattern, value in ((_SELF, "self_funded"), (_INSURED, "insured")):
            for found in pattern.finditer(text):
                around = text[max(0, found.start() - 60) : found.end() + 30]
                if not _NOT_THIS_PLAN.search(around):
                    return value, quoted(page, found.start(), found.end())
    return None


def _drug_deductible(document: Document) -> tuple[int, Quoted] | None:
    for page, text in live_pages(document)[:4]:
        found = re.search(
            r"\$\s?([\d,]+)(?:/\w+)?[^.$]{0,40}(?:for\s+)?prescription\s+drugs?\b(?! copay)|"
            r"prescription drug deductible[^.$]{0,30}\$\s?([\d,]+)",
            text,
            _I,
        )
        if found and "deductible" in text[max(0, found.start() - 220) : found.end() + 60].lower():
            return int((found[1] or found[2]).replace(",", "")), quoted(page, found.start(), found.end())
    return None
