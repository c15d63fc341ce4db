"""From a case, a denial, answers and flags to the facts that a letter may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ketacli.errors import UsageProblem
from ketacli.letters.known import Known

_DATES = ("notice_date", "received_on", "appeal_deadline_date", "born_on", "start_on", "written_on", "sent_on")
_MONEY = ("amount_denied", "amount", "good_faith_estimate", "billed_amount", "difference")
_DISPUTABLE = Decimal(400)
TREATMENT_NAMES: dict[str, str] = {
    "esketamine": "Spravato (esketamine) nasal spray",
    "ketamine_iv": "intravenous ketamine",
    "ketamine_im": "intramuscular ketamine",
    "ketamine_sc": "subcutaneous ketamine",
    "ketamine_oral": "oral ketamine",
    "ketamine_intranasal": "compounded intranasal ketamine",
    "ketamine_any": "ketamine",
    "ketamine_assisted_psychotherapy": "ketamine-assisted psychotherapy",
}
INDICATION_NAMES: dict[str, str] = {
    "trd": "treatment-resistant depression",
    "mdd_si": "major depressive disorder with acute suicidal ideation or behavior",
    "mdd": "major depressive disorder",
    "bipolar": "bipolar disorder",
    "ptsd": "post-traumatic stress disorder",
    "anxiety": "anxiety disorder",
    "ocd": "obsessive-compulsive disorder",
    "sud": "substance use disorder",
    "chronic_pain": "chronic pain",
    "crps": "complex regional pain syndrome",
    "migraine": "migraine",
}


def known_facts(
    *,
    today: date,
    case: Mapping[str, object] | None = None,
    denial: Mapping[str, object] | None = None,
    answers: Mapping[str, object] | None = None,
    clinic: Mapping[str, object] | None = None,
    data: Iterable[str] = (),
) -> Known:
    """Facts by dotted path, later sources over earlier ones: denial letter, case, answers, clinic, flags.

    `case` is the data of a case, `denial` the record of `ketacli denial`, `data` are PATH=VALUE flags. A letter's
    conflicting values stay unknown. Raises UsageProblem for a flag that is no PATH=VALUE.
    """
    facts: dict[str, object] = {"today": today}
    _merge(facts, _from_denial(denial or {}))
    _merge(facts, _from_case(case or {}))
    answered = {key: value for key, value in (answers or {}).items() if value not in (None, "")}
    _merge(facts, {"answers": answered} if answered else {})
    _merge(facts, {"clinic": dict(clinic)} if clinic else {})
    for pair in data:
        _merge(facts, _flag(pair))
    _name_treatment(facts)
    typed = _typed(facts)
    _excess(typed)
    return Known(typed)


def _excess(facts: dict[str, object]) -> None:
    """What a bill exceeds its good-faith estimate by, where that is at least $400 (45 CFR 149.620(a)(2)(ii))."""
    bill, estimate = facts.get("bill"), facts.get("estimate")
    if isinstance(bill, dict) and isinstance(estimate, dict):
        billed, estimated = bill.get("amount"), estimate.get("amount")
        if isinstance(billed, Decimal) and isinstance(estimated, Decimal) and billed - estimated >= _DISPUTABLE:
            bill["excess"] = billed - estimated


def _merge(into: dict[str, object], more: Mapping[str, object]) -> None:
    for key, value in more.items():
        old = into.get(key)
        if isinstance(old, dict) and isinstance(value, Mapping):
            _merge(old, value)
        elif value not in (None, "", [], ()):
            into[key] = dict(value) if isinstance(value, Mapping) else value


def _from_denial(denial: Mapping[str, object]) -> dict[str, object]:
    """A denial letter's fields under the names of a case."""
    moves = {
        "member_name": "patient.name",
        "member_id": "patient.member_id",
        "group_number": "patient.group_number",
        "payer": "plan.payer",
        "sender": "plan.administrator",
        "funding": "plan.funding",
        "appeal_address": "plan.appeal_address",
        "appeal_fax": "plan.appeal_fax",
        "appeal_phone": "plan.appeal_phone",
    }
    out: dict[str, object] = {}
    for key, value in denial.items():
        if key in ("evidence", "conflict") or value in (None, "", []):
            continue
        head, _, rest = moves.get(key, f"denial.{key}").partition(".")
        section = out.setdefault(head, {})
        assert isinstance(section, dict)
        section[rest] = value
    return out


def _from_case(case: Mapping[str, object]) -> dict[str, object]:
    """The sections of a case as they are, and its latest denial as `denial`."""
    out: dict[str, object] = {
        name: case[name]
        for name in ("patient", "plan", "provider", "treatment", "consent")
        if isinstance(case.get(name), Mapping)
    }
    answers = case.get("answers")
    if isinstance(answers, Mapping) and answers:
        out["answers"] = answers
    denials = case.get("denials")
    if isinstance(denials, list) and denials:
        out["denial"] = denials[-1]
    if case.get("calls"):
        out["calls"] = case["calls"]
    return out


def _flag(pair: str) -> dict[str, object]:
    path, sign, value = pair.partition("=")
    if not sign or not path.strip():
        raise UsageProblem("--data needs PATH=VALUE", hint='For example --data patient.name="Jo Example".')
    out: object = value.strip()
    for part in reversed(path.strip().split(".")):
        out = {part: out}
    assert isinstance(out, dict)
    return out


def _name_treatment(facts: dict[str, object]) -> None:
    """The treatment and condition in words beside their ids."""
    treatment = facts.get("treatment")
    if not isinstance(treatment, dict):
        answers = facts.get("answers")
        asked = answers if isinstance(answers, dict) else {}
        treatment = {"treatment": asked.get("requested_treatment"), "indication": asked.get("indication")}
        facts["treatment"] = treatment
    name = TREATMENT_NAMES.get(str(treatment.get("treatment")))
    use = INDICATION_NAMES.get(str(treatment.get("indication")))
    if name:
        treatment.setdefault("name", name)
    if use:
        treatment.setdefault("indication_name", use)


def _typed(facts: Mapping[str, object], key: str = "") -> dict[str, object]:
    """Dates and amounts as such, so that they are printed in words; what does not parse stays as it is."""
    out: dict[str, object] = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            out[name] = _typed(value, name)
        elif name in _DATES and isinstance(value, str):
            out[name] = _date(value)
        elif name in _MONEY and isinstance(value, (int, float, str)) and not isinstance(value, bool):
            out[name] = _amount(value)
        else:
            out[name] = value
    return out


def _date(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _amount(value: int | float | str) -> object:
    try:
        return Decimal(str(value).replace("$", "").replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return value
