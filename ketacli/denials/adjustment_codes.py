"""Claim adjustment reason codes and remark codes: where they are printed, and what to do about each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketacli.denials.model import Act
from ketacli.documents.model import Page
from ketacli.policy.fields.lazy import lazy
from ketacli.policy.fields.place import folded

_I = re.IGNORECASE
CONTRACT = frozenset({"1", "2", "3", "45", "42", "131", "253", "A2", "44", "59", "94", "23"})
"""Reasons that refuse nothing: cost sharing, contract fees, other payers, sequestration."""
_GROUPED = lazy(
    r"(?<![\w-])(?P<group>CO|PR|OA|PI|CR)[ \t]?[-\u2010\u2011 ]?[ \t]?(?P<code>\d{1,3}|"
    r"[ABDPWY]\d{1,2})(?![\w.,/-]*\d)"
)
_NAMED = lazy(
    r"(?:claim adjustment reason code|adjustment reason code|reason code|"
    r"(?:group(?: code)?|\bgrp) (?:CO|PR|OA|PI|CR),? reason|"
    r"\bCARC)\w*\s*[:#]?\s*(?P<list>(?:[ABPWY]?\d{1,3}(?:\s*(?:,|and|;|&)\s*)?)+)",
    _I,
)
_REMARK = lazy(r"(?<![\w-])(?P<code>MA\d{2,3}|[MN]\d{1,3})(?![\w.-]*\w)")
_REMARK_CUE = lazy(r"remark|RARC|\b(?:CO|PR|OA|PI|CR)[- ]?[ABPWY]?\d|notes?\b|codes?\b", _I)


@dataclass(frozen=True, slots=True)
class Printed:
    """A code as it is printed."""

    code: str
    group: str | None
    page: Page
    start: int
    end: int

    def as_record(self) -> dict[str, object]:
        """Value, group, page and quote, as in the JSON."""
        stop = self.page.text.find("\n", self.end)
        stop = min(stop if stop >= 0 else len(self.page.text), self.end + 60)
        return {
            "value": self.code,
            "group": self.group,
            "page": self.page.number,
            "quote": folded(self.page.text[self.start : stop]),
        }


def reason_codes(pages: list[tuple[Page, str]]) -> list[Printed]:
    """Reason codes in order, each once a group: "CO-29", "Reason code: 197"."""
    found = [one for page, text in pages for one in _reasons_on(page, text)]
    return _first_of_each(found)


def _reasons_on(page: Page, text: str) -> Iterator[Printed]:
    for match in _GROUPED.finditer(text):
        if text[match.start("code") - 1] in "-\u2010\u2011" or _REMARK_CUE.search(
            text[max(0, match.start() - 60) : match.end() + 40]
        ):
            yield Printed(match["code"], match["group"], page, match.start(), match.end())
    for match in _NAMED.finditer(text):
        for one in re.finditer(r"[ABPWY]?\d{1,3}", match["list"]):
            at = match.start("list") + one.start()
            yield Printed(one[0], None, page, at, at + len(one[0]))


def remark_codes(pages: list[tuple[Page, str]], *, with_reasons: bool) -> list[Printed]:
    """Remark codes in order, each once; only beside reason codes or the word remark."""
    found = []
    for page, text in pages:
        for match in _REMARK.finditer(text):
            before = text[max(0, match.start() - 120) : match.start()]
            if (with_reasons or re.search(r"remark|RARC", before, _I)) and _REMARK_CUE.search(
                before + text[match.end() : match.end() + 20]
            ):
                found.append(Printed(match["code"], None, page, match.start(), match.end()))
    return _first_of_each(found)


def _first_of_each(found: list[Printed]) -> list[Printed]:
    kept: dict[str, Printed] = {}
    for one in found:
        before = kept.get(one.code)
        if before is None or (before.group is None and one.group):
            kept[one.code] = one
    return list(kept.values())


def acts_for(reasons: list[tuple[str | None, str]], remarks: list[str]) -> tuple[Act, ...]:
    """What to do about each code: group and reason codes first, then remarks. Codes that the shipped list lacks say so.

    `reasons` are pairs of group (or None) and code.
    """
    acts = [_act(code, "CARC", group) for group, code in dict.fromkeys(reasons)]
    acts += [_act(code, "RARC", None) for code in dict.fromkeys(remarks)]
    groups = dict.fromkeys(group for group, _ in reasons if group)
    return (*(_act(group, "group", None) for group in groups), *acts)


def _act(code: str, system: str, group: str | None) -> Act:
    from ketacli import facts

    found = next(iter(facts.subject("denial_codes").where(code=code, system=system)), None)
    if found is None:
        return Act(
            code=code,
            system=system,
            group=group,
            meaning="This code is not in the list that ketacli carries; the payer must tell you what it means.",
            actions=(),
            first_step="Ask the payer in writing for the meaning of the code.",
            appealable=None,
            billable_to_patient=None,
            source=None,
            as_of=None,
        )
    return Act(
        code=code,
        system=system,
        group=group,
        meaning=found.sentence,
        actions=tuple(found.get("actions", ())),
        first_step=str(found.get("first_step", "")),
        appealable=found.get("appealable"),
        billable_to_patient=found.get("billable_to_patient"),
        source=found.sources[0].cite() if found.sources else None,
        as_of=found.as_of,
    )
