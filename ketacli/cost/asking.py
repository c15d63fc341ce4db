"""From what was asked (options and files) to a request: dates, lines of a session, the plan, and the legal gates."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketacli.cost.engine import Request, project, sensitivities
from ketacli.cost.gates import check_self_pay
from ketacli.cost.offering import offers_of
from ketacli.cost.prices import TREATMENT_WORDS, TREATMENTS, evaluation
from ketacli.cost.projection import Projection, Range, distinct
from ketacli.cost.schedule import Schedule, by_rhythm, every, parse_days, schedule, usual_rhythm
from ketacli.errors import UsageProblem

if TYPE_CHECKING:
    from ketacli.cost.plan import Plan
    from ketacli.cost.ready import NotKnown


class Question(NamedTuple):
    """What a user asks, before anything is looked up. Amounts are texts as typed; dates are dates."""

    today: date
    sessions: int | None = None
    treatment: str | None = None
    indication: str | None = None
    schedule: str | None = None
    dose_mg: int | None = None
    start: date | None = None
    every: int | None = None
    maintenance: str | None = None
    until: date | None = None
    days: str | None = None
    allowed: str | None = None
    billed: str | None = None
    benefit: str | None = None
    network: str = "in"
    plan: str | None = None
    prices: Path | None = None
    coverage: str | None = None
    opted_out: bool = False
    self_pay_agreed: bool = False
    authorized: bool = True

    @property
    def priced(self) -> bool:
        """Whether the user gives the price."""
        return self.allowed is not None or self.billed is not None or self.prices is not None


def assemble(question: Question) -> "Request | NotKnown":
    """The request that a question comes to. Raises UsageProblem, AnswersProblem, InputProblem."""
    rhythm = _rhythm(question)
    treatment = _treatment(question, rhythm)
    plan = _plan_file(question)
    days = _days(question, rhythm, plan)
    plan = _with_limits(plan, days)
    if plan is None and question.plan not in (None, "none"):
        from ketacli.cost.ready import NotKnown, ready

        public = ready(str(question.plan), tuple(sorted({day.year for day in days})), treatment, priced=question.priced)
        if isinstance(public, NotKnown):
            return public
        plan = public
    check_self_pay(question, plan, treatment)
    priced = offers_of(question, plan, treatment, days)
    first = None if plan is not None or question.priced else evaluation(days[0])
    told = [*priced.assumptions, *([first.sentence] if first else ()), *(plan.assumptions if plan is not None else ())]
    return Request(
        title=f"{len(days)} {'session' if len(days) == 1 else 'sessions'} of {TREATMENT_WORDS[treatment]}",
        treatment=treatment,
        plan=plan,
        days=tuple(days),
        offers=priced.offers,
        first_evaluation=Range(*first.price) if first else None,
        authorized=question.authorized,
        inputs=tuple(str(name) for name in (question.plan, question.prices) if name is not None and name != "none"),
        schedule=rhythm.title if rhythm is not None else None,
        benefit_open=question.benefit is None and question.prices is None,
        assumptions=tuple(dict.fromkeys(told)),
        warnings=priced.warnings,
        sources=distinct([*priced.sources, *(first.sources if first else ())]),
    )


def _treatment(question: Question, rhythm: Schedule | None) -> str:
    """The treatment asked for. Raises UsageProblem for one that nobody names, or that has no price and needs one."""
    found = question.treatment or (rhythm.treatment if question.schedule and rhythm else "ketamine_iv")
    if found not in TREATMENT_WORDS:
        raise UsageProblem(f"there is no treatment {found!r}", hint=f"One of: {', '.join(TREATMENT_WORDS)}.")
    if found not in TREATMENTS and not question.priced:
        raise UsageProblem(
            f"no price of {TREATMENT_WORDS[found]} has a source here", hint="Give the clinic's own with --allowed 500."
        )
    return found


def _with_limits(plan: "Plan | None", days: Sequence[date]) -> "Plan | None":
    if plan is None:
        return None
    from ketacli.cost.limits import with_limit_warnings

    return with_limit_warnings(plan, days)


def _plan_file(question: Question) -> "Plan | None":
    """The plan of a file or document; None for no plan and for public cover. Raises AnswersProblem, InputProblem."""
    if question.plan is None:
        return None
    from ketacli.cost.ready import NAMES

    return None if question.plan in NAMES else load(Path(question.plan))


def load(path: Path) -> "Plan":
    """The plan in a TOML file, or in a plan document of any readable format. Raises AnswersProblem, InputProblem."""
    if path.suffix.lower() == ".toml" or not path.suffix:
        from ketacli.cost.plan_file import load_plan

        return load_plan(path)
    from ketacli.cost.from_document import plan_from_document

    return plan_from_document(path)


def _rhythm(question: Question) -> Schedule | None:
    """The rhythm that gives the dates; None where a list or a fixed interval does."""
    if question.schedule is None and (question.days is not None or question.every is not None):
        return None
    if question.schedule is not None:
        return schedule(question.schedule)
    return usual_rhythm(question.treatment or "ketamine_iv", question.indication)


def _days(question: Question, rhythm: Schedule | None, plan: "Plan | None") -> list[date]:
    start = question.start or question.today
    if question.start is None and plan is not None and plan.coverage_from is not None:
        start = max(start, plan.coverage_from)
    if question.days is not None:
        return parse_days(question.days)
    if question.every is not None:
        count = question.sessions
        if count is None and question.until is not None:
            count = max((question.until - start).days // max(question.every, 1) + 1, 0)
        if count is None:
            raise UsageProblem("--every needs --sessions or --until", hint="Write --sessions 6 --every 7.")
        return every(start, count, question.every)
    if rhythm is None:
        raise UsageProblem("nothing says when the sessions are", hint="Give --sessions, --every or --dates.")
    return by_rhythm(rhythm, start, sessions=question.sessions, until=question.until, maintenance=question.maintenance)


def answered(question: Question) -> "Projection | NotKnown":
    """The projection that answers a question, with what would change it most."""
    request = assemble(question)
    if not isinstance(request, Request):
        return request
    found = project(request)
    return found._replace(sensitivities=sensitivities(request, found))
