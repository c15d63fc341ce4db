"""While the kind of plan is not known: three questions that settle it, and how the kinds differ until then."""

from __future__ import annotations

from dataclasses import replace

from ketacli.deadlines.model import PLAN_TYPES, ActBy, Difference, Ladder, Level, PlanQuestion, Question

QUESTIONS = (
    PlanQuestion(
        option="--coverage-from",
        question="Where does the coverage come from?",
        choices=(
            ("employer", "a private employer or a union"),
            ("government", "a State, county, city or public school as employer"),
            ("federal", "the federal government as employer, or the Postal Service"),
            ("church", "a church or a religious employer"),
            ("self", "bought by the family: marketplace, broker, short-term, or a sharing ministry"),
            ("school", "a college or university, as a student"),
            ("public", "Medicare, Medicaid, TRICARE or Veterans Affairs"),
        ),
    ),
    PlanQuestion(
        option="--funding",
        question='Who pays the claims? The card or booklet says "self-funded" or "administered by", or "insured by".',
        choices=(
            ("self_funded", "the employer or school itself (self-funded)"),
            ("insured", "an insurance company (insured)"),
        ),
    ),
    PlanQuestion(
        option="--programme",
        question="Which of these is it?",
        choices=(
            ("medicare_original", "Original Medicare, red-white-blue card"),
            ("medicare_advantage", "Medicare Advantage, a plan's card instead"),
            ("medicare_part_d", "a Medicare drug plan"),
            ("medicaid_managed_care", "Medicaid through a health plan"),
            ("medicaid_ffs", "Medicaid from the State, no plan"),
            ("tricare", "TRICARE"),
            ("va_health_care", "Veterans Affairs"),
            ("fehb", "federal employees (FEHB)"),
            ("pshb", "Postal Service (PSHB)"),
            ("marketplace_individual", "a marketplace policy or one that is sold all year with full benefits"),
            ("short_term", "a short-term policy or fixed indemnity"),
            ("health_sharing_ministry", "a health sharing ministry"),
            ("grandfathered", "a plan whose booklet calls it grandfathered"),
            ("other", "none of these"),
        ),
    ),
)
"""Each is an option of `ketacli rights`, and is asked where a person sits at a terminal."""

_PROGRAMMES = {
    "federal": ("fehb", "pshb"),
    "self": ("marketplace_individual", "short_term", "health_sharing_ministry", "grandfathered"),
    "public": (
        "medicare_original",
        "medicare_advantage",
        "medicare_part_d",
        "medicaid_managed_care",
        "medicaid_ffs",
        "tricare",
        "va_health_care",
    ),
}
_BY_SOURCE = {
    "employer": ("employer_self_funded", "employer_insured", "grandfathered"),
    "government": ("nonfederal_gov_self_funded", "employer_insured", "grandfathered"),
    "church": ("church_plan", "employer_insured", "grandfathered"),
    "school": ("student_insured", "grandfathered"),
    **_PROGRAMMES,
}


def candidates(coverage_from: str | None, funding: str | None, programme: str | None) -> tuple[str, ...]:
    """The plan types that the answers leave; exactly one where they settle it. None is an open answer."""
    if programme in PLAN_TYPES:
        return (programme,)
    left = _BY_SOURCE.get(coverage_from or "", PLAN_TYPES[:-1])
    if programme == "other":
        left = tuple(each for each in left if each != "grandfathered") if coverage_from not in _PROGRAMMES else left
    if funding == "self_funded":
        left = tuple(each for each in left if each not in ("employer_insured", "student_insured")) or left
    if funding == "insured":
        left = tuple(each for each in left if "self_funded" not in each and each != "church_plan") or left
    if coverage_from in ("employer", "government", "church") and funding and programme is None:
        # A booklet must say that it is grandfathered; where nobody says so, it is not asked twice.
        left = tuple(each for each in left if each != "grandfathered")
    return left


def needed(coverage_from: str | None, funding: str | None) -> tuple[PlanQuestion, ...]:
    """The questions still open after the answers so far."""
    if coverage_from is None:
        return QUESTIONS
    if coverage_from in _PROGRAMMES:
        names = _PROGRAMMES[coverage_from]
        which = QUESTIONS[2]
        return (replace(which, choices=tuple(each for each in which.choices if each[0] in names)),)
    return () if coverage_from == "school" or funding else (QUESTIONS[1],)


def compare(question: Question, among: tuple[str, ...] = PLAN_TYPES[:-1]) -> Ladder:
    """How the plan types that are left differ, with the earliest first date of all as a provisional "act by"."""
    from ketacli.deadlines.beside import beside_the_ladder
    from ketacli.deadlines.ladder import PLAN_TITLES, rungs

    rows: list[tuple[str, Level]] = []
    for plan_type in among:
        levels, _ = rungs(replace(question, plan_type=plan_type, decided=None))
        ordinary = [each for each in levels if each.open and "expedited" not in each.level]
        rows += [(plan_type, ordinary[0])] if ordinary else []
    dated = [(each.act_by, plan_type, each) for plan_type, each in rows if each.act_by]
    earliest = min(dated, key=lambda row: row[0], default=None)
    told = ["The kind of plan decides which law holds. Until it is known, work to the earliest date of all."]
    if earliest is None:
        told.append("No date was given: add --denied-on with the date on the letter, and the dates are computed.")
    return Ladder(
        plan_type="unknown",
        plan_title=PLAN_TITLES["unknown"],
        state=question.state,
        denial=question.denial,
        levels=(_provisional(earliest[2], earliest[1], among),) if earliest else (),
        act_by=_act_by(earliest[2], PLAN_TITLES[earliest[1]]) if earliest else None,
        differences=tuple(_difference(plan_type, each, PLAN_TITLES[plan_type]) for plan_type, each in rows),
        questions=QUESTIONS,
        warnings=tuple(told),
        **beside_the_ladder(question),
    )


def _provisional(level: Level, plan_type: str, among: tuple[str, ...]) -> Level:
    note = f"This is the rung of {plan_type}, the earliest among {len(among)} kinds of plan; yours may allow more."
    return replace(level, order=1, provisional=True, latest_date=None, notes=(note, *level.notes))


def _act_by(level: Level, title: str) -> ActBy | None:
    if level.act_by is None:
        return None
    return ActBy(date=level.act_by, level=level.level, provisional=True, why=f"earliest of all kinds of plan ({title})")


def _difference(plan_type: str, level: Level, title: str) -> Difference:
    return Difference(
        plan_type=plan_type,
        title=title,
        level=level.level,
        days=level.days,
        months=level.months,
        counts_from=level.counts_from,
        safe_date=level.safe_date,
        latest_date=level.latest_date,
    )
