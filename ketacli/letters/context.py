"""From a case, a denial, answers and flags to the facts that a letter may use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ketacli.errors import UsageProblem
from ketacli.letters.known import Known

_DATES = (
    *("notice_date", "received_on", "appeal_deadline_date", "born_on", "start_on", "written_on", "sent_on"),
    *("date", "from"),
)
_MONEY = ("amount_denied", "amount", "good_faith_estimate", "billed_amount", "difference")
_LISTS = (
    "denial.reasons",
    "denial.reason_quotes",
    "denial.codes",
    "denial.carc",
    "denial.policy_cited",
    "letter.copies",
)
"""Flags that take several values, parted by semicolons."""
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
    _merge(facts, _of_the_case_denial(case or {}))
    _merge(facts, _from_denial(denial or {}))
    _merge(facts, _from_case(case or {}))
    answered = {key: value for key, value in (answers or {}).items() if value not in (None, "")}
    _merge(facts, {"answers": answered} if answered else {})
    _merge(facts, _from_clinic(clinic or {}))
    for pair in data:
        _merge(facts, _flag(pair))
    _name_treatment(facts)
    _clinic_as_provider(facts)
    typed = _typed(facts)
    _excess(typed)
    return Known(typed)


def _from_clinic(clinic: Mapping[str, object]) -> dict[str, object]:
    """A clinic's file: its letterhead as `clinic`, a table `[provider]` as the provider."""
    head = {key: value for key, value in clinic.items() if key != "provider"}
    found: dict[str, object] = {"clinic": head} if head else {}
    if isinstance(clinic.get("provider"), Mapping):
        found["provider"] = clinic["provider"]
    return found


def _clinic_as_provider(facts: dict[str, object]) -> None:
    """The clinic that writes is the provider, unless another one is named: two providers' facts are never mixed.

    Without a clinic's file the payee of a remittance is the provider.
    """
    clinic, provider, denial = facts.get("clinic"), facts.get("provider"), facts.get("denial")
    own = provider if isinstance(provider, dict) else {}
    if not isinstance(clinic, Mapping):
        payee = denial.get("payee") if isinstance(denial, Mapping) else None
        if payee and not own.get("name"):
            facts["provider"] = own | {"name": payee}
        return
    if own.get("name") not in (None, clinic.get("name")):
        return
    facts["provider"] = {key: clinic[key] for key in ("name", "address", "phone", "npi") if clinic.get(key)} | own


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
        "urgent_phone": "plan.urgent_phone",
        "peer_to_peer_phone": "plan.peer_to_peer_phone",
        "peer_to_peer_window": "plan.peer_to_peer_window",
        "payee": "denial.payee",
        "treatment": "treatment.treatment",
        "indication": "treatment.indication",
    }
    from ketacli.denials.claims import flat

    out: dict[str, object] = {}
    for key, value in flat(denial).items():
        head, _, rest = moves.get(key, f"denial.{key}").partition(".")
        section = out.setdefault(head, {})
        assert isinstance(section, dict)
        section[rest] = value
    return out


def _of_the_case_denial(case: Mapping[str, object]) -> dict[str, object]:
    """The denial of a case that counts now, read as a letter's fields: what the case says itself goes over it."""
    if not case.get("denials"):
        return {}
    from ketacli.cases.dates import current_denial
    from ketacli.cases.model import Case

    found = current_denial(Case(Path(), dict(case)))
    return _from_denial({key: value for key, value in found.items() if key != "id"}) if found else {}


def _from_case(case: Mapping[str, object]) -> dict[str, object]:
    """The sections of a case as they are, and its calls."""
    out: dict[str, object] = {
        name: case[name]
        for name in ("patient", "plan", "provider", "treatment", "consent")
        if isinstance(case.get(name), Mapping)
    }
    answers = case.get("answers")
    if isinstance(answers, Mapping) and answers:
        out["answers"] = answers
    if case.get("calls"):
        out["calls"] = case["calls"]
    return out


def _flag(pair: str) -> dict[str, object]:
    path, sign, value = pair.partition("=")
    if not sign or not path.strip():
        raise UsageProblem("--data needs PATH=VALUE", hint='For example --data patient.name="Jo Example".')
    out: object = {"true": True, "false": False}.get(value.strip().lower(), value.strip())
    if path.strip().startswith("answers."):
        out = _as_toml(value.strip())
    if path.strip() in _LISTS:
        out = [part.strip() for part in value.split(";") if part.strip()]
    for part in reversed(path.strip().split(".")):
        out = {part: out}
    assert isinstance(out, dict)
    return out


def _as_toml(text: str) -> object:
    """A number, list or table as TOML writes it; anything else is text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return {"yes": True, "no": False}.get(text.lower(), text)


def _name_treatment(facts: dict[str, object]) -> None:
    """The treatment and condition in words beside their ids."""
    given = facts.get("treatment")
    treatment = given if isinstance(given, dict) else {}
    answers = facts.get("answers")
    asked = answers if isinstance(answers, Mapping) else {}
    for key, answer in (("treatment", "requested_treatment"), ("indication", "indication")):
        if not treatment.get(key) and asked.get(answer):
            treatment[key] = asked[answer]
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
        elif name == "service_dates" and isinstance(value, list):
            out[name] = [_date(day) if isinstance(day, str) else day for day in value]
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
