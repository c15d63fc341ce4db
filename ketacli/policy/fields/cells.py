"""What one cell of a benefit chart says: copay, coinsurance, whether the deductible comes first, or "not covered"."""

from __future__ import annotations

from ketacli.policy import lazy_re as re
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.numbers import dollars
from ketacli.policy.fields.place import folded

Row = dict[str, object]
"""`copay` in dollars, `coinsurance_percent` (the member's share), `after_deductible`, `not_covered`, page and quote."""

_I = re.IGNORECASE
_NOT_COVERED = lazy(
    r"\bnot (?:a )?covered|no coverage|no (?:out-of-network )?benefit|\bexcluded\b|you pay (?:all|100\s?%)|"
    r"all charges|100\s?% of (?:the )?(?:cost|charges)",
    _I,
)
_FREE = lazy(
    r"\bno (?:charge|cost|copay(?:ment)?)\b|\bcovered in full|paid in full|\bnothing\b|covered at 100\s?%|"
    r"100\s?% covered|plan pays 100\s?%",
    _I,
)
_WAIVED = lazy(
    r"deductible (?:does not|doesn[’']t) apply|deductible (?:is )?(?:waived|not required)|(?:no|without|before|"
    r"not subject to(?: the)?|waives? the) (?:\w+ )?deductible|"
    r"deductible does not|not subject to (?:the |your |any )?(?:\w+ )?deductible|ded(?:uctible)?\.? waived",
    _I,
)
_AFTER = lazy(
    r"after (?:the |your |meeting (?:the |your )?|any |an? )?(?:\w+[ -]){0,4}deductible|deductible (?:applies|"
    r"then|first)|subject to (?:the |your )?(?:\w+ )?deductible|deductible,? then|after ded",
    _I,
)
_CEILING = lazy(
    r"(?:up to|no more than|not more than|not over|not above|no higher than|"
    r"maximum(?: of)?|max\.?(?: of)?|capped at|limit(?:ed)? (?:of|to)|"
    r"not to exceed|but no more than|at most|never more than)\s*(?:a )?\$\s?[\d,]+(?:\.\d\d)?"
    r"|\$\s?[\d,]+(?:\.\d\d)? (?:maximum|max\b|cap\b)",
    _I,
)
_PERCENT = lazy(r"(\d{1,3})\s?(?:%|percent)", _I)
_PLAN_PAYS = lazy(
    r"(?:plan|we|insurance) (?:pays?|covers?|will pay)\b|covered at|\bpaid at|benefits? (?:paid|payable) at", _I
)


def read_cell(text: str, *, silent_means_after: bool, plan_pays: bool = False) -> Row | None:
    """One cell as a row; None where it says nothing of cost.

    `silent_means_after`: what a cell without a word on the deductible means (the sentence above an SBC's chart).
    `plan_pays`: the column tells the plan's share, so the member's is the rest.
    """
    text = folded(text)
    free = _FREE.search(text)
    if _NOT_COVERED.search(text) and not (free or re.search(r"\d\s?%|\$\s?\d", text)):
        return _row(None, None, None, not_covered=True)
    ceiling = _CEILING.search(text)
    plain = _CEILING.sub(" ", text)
    plain = re.sub(
        r"\$\s?[\d,]+(?:\.\d\d)?\s+(?:(?!after|before|no\b|then|plus|copay)\w+ ){0,3}deductible",
        " deductible ",
        plain,
        flags=_I,
    )
    amounts = dollars(plain)
    percent = re.search(r"you (?:will )?pay (\d{1,3})\s?(?:%|percent)", plain, _I) or _PERCENT.search(plain)
    copay = amounts[0][0] if amounts else None
    share = _share(percent, plain, plan_pays=plan_pays) if percent else None
    if copay is None and share is None:
        if not free:
            return None
        copay = 0
    if copay is not None and share in (0, 100) and percent and not percent[0].lower().startswith("you"):
        share = None  # "Plan pays 100% after $30 copay" leaves the copay alone
    row = _row(copay, share, _after(text, silent_means_after=silent_means_after), not_covered=False)
    if ceiling and re.search(r"prescription|fill|script|drug|month|supply|\d+%|percent", text, _I):
        row["maximum_per_prescription"] = dollars(ceiling[0])[0][0]
    if re.search(r"(?:prescription )?(?:drug|rx|pharmacy) deductible", text, _I):
        row["deductible_kind"] = "prescription_drug"
    return row


def _share(percent: re.Match[str], text: str, *, plan_pays: bool) -> int:
    """The member's percentage; a plan's share is turned round."""
    share = int(percent[1])
    if percent[0].lower().startswith("you"):
        return share
    lead = text[max(0, percent.start() - 30) : percent.start()]
    return 100 - share if plan_pays or _PLAN_PAYS.search(lead) else share


def _after(text: str, *, silent_means_after: bool) -> bool | None:
    if _WAIVED.search(text):
        return False
    if _AFTER.search(text) or silent_means_after:
        return True
    return None


def _row(copay: object, share: object, after: bool | None, *, not_covered: bool) -> Row:
    return {"copay": copay, "coinsurance_percent": share, "after_deductible": after, "not_covered": not_covered}


_OFFICE = lazy(r"office visits?\s*[:\-–]|\bvisits?\s*:|office\s*[:\-–]", _I)
_OTHER = lazy(
    r"(?:all )?other (?:outpatient )?(?:services|items|treatment)[^:;.$%\d]{0,40}[:\-–]?|outpatient (?:facility|"
    r"program|services)\s*[:\-–]",
    _I,
)


_BEHIND = lazy(
    r"(?:[;,.]|\band\b|\bplus\b)\s*(?P<cost>(?:[a-z'\u2019]+\s+){0,4}(?:\$\s?\d|\d{1,3}\s?(?:%|percent))[^;$%]*?"
    r"(?:\bfor (?:all |any )?(?:other|remaining|non-office)\b|\b(?:all )?other (?:outpatient|services|care)\b)[^$%]*)$",
    _I,
)
"""The share for other services after that for visits ("… does not apply. 30% coinsurance for other services")."""


def split_office_and_other(text: str) -> tuple[str, str | None]:
    """The office-visit part of a mental-health cell and the part on other outpatient services, where it is split."""
    behind = _BEHIND.search(text)
    if behind:
        return text[: behind.start()], behind["cost"]
    office, other = _OFFICE.search(text), _OTHER.search(text)
    if other and (office is None or office.start() < other.start()):
        return text[office.end() if office else 0 : other.start()], text[other.end() :]
    if other and office:
        return text[office.end() :], text[other.end() : office.start()]
    return text, None


_START = lazy(r"\$\s?\d[\d,]*(?:\.\d\d)?|\d{1,3}\s?%|\bno charge\b|\bnot covered\b|\bno coverage\b", _I)
_JOINED = lazy(
    r"(?:\bplus|\bthen|\band|\bup to|\bor|\bfirst|\bmaximum(?: of)?|\bmax|no more than|/|\bthe|\bof|[;,]|"
    r"\()\s*(?:an? |your )?(?:\w+ order |additional )?$",
    _I,
)


def split_costs(text: str) -> list[str]:
    """The cost statements of a chart's row that was not cut into cells, in order: one a column."""
    starts: list[int] = []
    for found in _START.finditer(text):
        if starts and _JOINED.search(text[starts[-1] : found.start()]):
            continue
        starts.append(found.start())
    ends = [*starts[1:], len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
