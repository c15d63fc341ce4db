"""Many series at once for a back office: one JSON record a line in, one a line out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from ketacli.cost.figures import federal_maximum
from ketacli.cost.ledger import Ledger
from ketacli.cost.lines import Charge, Line
from ketacli.cost.money import ZERO
from ketacli.cost.others import OtherPayers
from ketacli.cost.plan import Plan
from ketacli.cost.plan_file import build_plan
from ketacli.cost.prices import ENDS, TREATMENTS, Price, point, self_pay
from ketacli.cost.projection import patient_total, self_paid
from ketacli.cost.reading_keys import Table
from ketacli.cost.schedule import by_rhythm, every, parse_days, usual_rhythm
from ketacli.errors import AnswersProblem, ExitCode, KetacliError, UsageProblem

SUMMED = ("billed", "allowed", "plan_paid", "deductible", "copay", "coinsurance", "not_covered", "patient_owes")
KEYS = (
    "id", "plan", "treatment", "indication", "sessions", "start", "every", "dates", "allowed", "billed", "benefit",
    "network", "lines",
)  # fmt: skip
"""Keys of a record. `plan` is the name of a plan file or a table of its own; `lines` replaces amounts and benefit by
`[{date, benefit, network, billed, allowed, kind}]`. Without an amount the sourced self-pay price stands in."""


class Batch:
    """Adjudicates records one by one; a bad one is answered with its error and the others go on."""

    def __init__(self, plan: Plan | None, *, each_session: bool = False, today: date | None = None) -> None:
        self.default = plan
        self.today = today or date.today()
        """First session of a record that names none."""
        self.each_session = each_session
        self.codes: set[ExitCode] = set()
        self._plans: dict[str, Plan] = {}

    def run(self, lines: Iterable[str]) -> Iterator[dict[str, object]]:
        """One answer for each line that is not empty, in order."""
        for number, text in enumerate(lines, 1):
            if text.strip():
                yield self._answer(text, number)

    def _answer(self, text: str, number: int) -> dict[str, object]:
        where, key = f"line {number}", None
        try:
            record = json.loads(text, parse_float=Decimal)
            if not isinstance(record, dict):
                raise AnswersProblem(f"{where}: is not a JSON object")
            key = record.get("id", number)
            return {"id": key, **self._projected(record, where)}
        except ValueError:
            problem: KetacliError = AnswersProblem(f"{where}: is not valid JSON")
        except KetacliError as found:
            problem = found
        self.codes.add(problem.code)
        return {"id": key if key is not None else number, "error": problem.as_record()}

    def _projected(self, record: Mapping[str, object], where: str) -> dict[str, object]:
        plan = self._plan(record.get("plan"), where)
        ends = _lines(record, where, self.today)
        runs = {end: self._adjudicated(plan, lines) for end, lines in ends.items()}
        charges = runs["typical"]
        if any(charge.working is not None and charge.working.refused for charge in charges):
            self.codes.add(ExitCode.ATTENTION)
        totals = {name: str(sum((getattr(charge, name) for charge in charges), ZERO)) for name in SUMMED}
        pays = {end: str(patient_total(runs[end])) if end in runs else totals["patient_owes"] for end in ENDS}
        answer: dict[str, object] = {"totals": totals, "patient_pays": pays}
        if self.each_session:
            answer["sessions"] = [
                {"date": charge.line.day.isoformat(), "plan_year": charge.plan_year}
                | {name: str(getattr(charge, name)) for name in SUMMED}
                for charge in charges
            ]
        unread = [key for key in record if key not in KEYS]
        if unread:
            answer["warnings"] = [f"nothing reads the key {key}" for key in unread]
        return answer

    def _adjudicated(self, plan: Plan | None, lines: list[Line]) -> list[Charge]:
        if plan is None:
            return [self_paid(line) for line in lines]
        ledger = Ledger(plan, federal_maximum)
        post = OtherPayers(plan, ledger).post if plan.has_other_payers else ledger.post
        return [post(line) for line in lines]

    def _plan(self, given: object, where: str) -> Plan | None:
        if given is None:
            return self.default
        name = json.dumps(given, sort_keys=True, default=str) if isinstance(given, Mapping) else str(given)
        found = self._plans.get(name)
        if found is None:
            if isinstance(given, Mapping):
                found = build_plan(Table(given, f"{where}: plan"))
            else:
                from ketacli.cost.asking import load

                found = load(Path(name))
            self._plans[name] = found
        return found


def _lines(record: Mapping[str, object], where: str, today: date) -> dict[str, list[Line]]:
    """The lines at the ends of their prices; `typical` alone where the price is a point."""
    given = record.get("lines")
    if given is not None:
        if not isinstance(given, list) or not given:
            raise AnswersProblem(f"{where}: lines is no list of lines")
        return {"typical": sorted((_line(entry, where) for entry in given), key=lambda line: line.day)}
    table = Table(record, where)
    treatment = table.text("treatment") or "ketamine_iv"
    indication = table.text("indication")
    days = _days(table, where, treatment, indication, today)
    billed, allowed = _prices(table, where, treatment, indication, days[0])
    benefit = table.text("benefit") or "mental_health_outpatient"
    network = table.word("network", ("in", "out")) or "in"
    ends = ENDS if not allowed.is_point else ("typical",)
    return {
        end: [Line(day, "Treatment", benefit, network, asked, recognised) for day in days]
        for end in ends
        for asked, recognised in [(billed[ENDS.index(end)], allowed[ENDS.index(end)])]
    }


def _prices(table: Table, where: str, treatment: str, indication: str | None, on: date) -> tuple[Price, Price]:
    """What is billed and what is allowed a session."""
    allowed, billed = table.money("allowed"), table.money("billed")
    recognised = allowed if allowed is not None else billed
    if recognised is None:
        if treatment not in TREATMENTS:
            raise AnswersProblem(f"{where}: allowed is missing", hint="Give allowed, billed or both, in dollars.")
        price = self_pay(treatment, indication, on).price
        return price, price
    asked = billed if billed is not None else recognised
    if asked < recognised:
        raise AnswersProblem(f"{where}: billed is below allowed")
    return point(asked), point(recognised)


def _days(table: Table, where: str, treatment: str, indication: str | None, today: date) -> list[date]:
    dates = table.take("dates")
    try:
        if dates is not None:
            if not isinstance(dates, list) or not dates:
                raise AnswersProblem(f"{where}: dates is no list of dates")
            return parse_days(",".join(map(str, dates)))
        start, count, step = table.day("start") or today, table.count("sessions"), table.count("every")
        if step is not None and count is not None:
            return every(start, count, step)
        if step is not None:
            raise AnswersProblem(f"{where}: sessions is missing", hint="Or give dates as a list.")
        return by_rhythm(usual_rhythm(treatment, indication), start, sessions=count)
    except UsageProblem as problem:
        raise AnswersProblem(f"{where}: {problem.message}", hint=problem.hint) from problem


def _line(entry: object, where: str) -> Line:
    if not isinstance(entry, Mapping):
        raise AnswersProblem(f"{where}: a line is no object")
    table = Table(entry, where, "lines: ")
    day, allowed, billed = table.day("date"), table.money("allowed"), table.money("billed")
    if day is None:
        raise AnswersProblem(f"{table.where('date')} is missing")
    recognised = allowed if allowed is not None else billed
    if recognised is None:
        raise AnswersProblem(f"{table.where('allowed')} is missing")
    if billed is not None and billed < recognised:
        raise AnswersProblem(f"{table.where('billed')}: is below allowed")
    return Line(
        day,
        table.text("service") or "Treatment",
        table.text("benefit") or "mental_health_outpatient",
        table.word("network", ("in", "out")) or "in",
        billed if billed is not None else recognised,
        recognised,
        table.text("kind") or "treatment",
        table.text("code") or "",
    )
