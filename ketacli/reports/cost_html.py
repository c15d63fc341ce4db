"""A projection as one self-contained HTML file with three pictures and the table of each."""

from __future__ import annotations

from ketacli.cost.money import show
from ketacli.cost.projection import Projection
from ketacli.reports import templates
from ketacli.reports.cost_rows import EOB, amount, columns_used, grouped, next_step, range_words, summary_rows, verdict
from ketacli.reports.cost_svg import curve, running, session_bars, waterfall, waterfall_rows
from ketacli.reports.paper import folded


def cost_html(projection: Projection) -> str:
    """The whole page. Words from files are escaped by the template engine; none is interpreted."""
    from markupsafe import Markup

    used = columns_used(projection)
    sessions = [
        [group.number, group.session.day.isoformat(), *[amount(getattr(group.session.sums, name)) for name in used]]
        for group in grouped(projection.sessions)
    ]
    counted = [[str(number), str(year), amount(total)] for number, (year, total) in enumerate(running(projection), 1)]
    first = projection.first_evaluation
    return templates.render(
        "cost.html.jinja",
        title=f"ketacli cost: {folded(projection.title)}",
        verdict=verdict(projection),
        evaluation=None if first is None else range_words(first),
        warnings=projection.warnings,
        events=projection.events,
        summary=summary_rows(projection) if projection.plan is not None else [],
        headers=["No.", "Date", *[EOB[name] for name in used]],
        sessions=sessions,
        # Built by our own code with every text escaped, so it passes as it is.
        bars=Markup(session_bars(projection)),
        curve=Markup(curve(projection)) if projection.plan is not None else "",
        counted=counted,
        waterfall=Markup(waterfall(projection)) if projection.plan is not None else "",
        steps=[[name, show(change), show(at)] for name, change, at in waterfall_rows(projection)],
        changes=projection.sensitivities,
        evidence=[] if projection.plan is None else projection.plan.evidence,
        unknowns=[] if projection.plan is None else projection.plan.unknowns,
        assumptions=projection.assumptions,
        sources=[source.cite() for source in projection.sources],
        next_step=next_step(projection),
    )
