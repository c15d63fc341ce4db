"""Pictures of a projection as inline SVG: bars per session, the curve to the maximum, the waterfall to what is owed.

No script, no outside address; every text is escaped. Colours are told apart by order, pattern of light and dark and
a legend; the same figures stand in a table beside each picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from ketacli.cost.money import UNLIMITED, ZERO
from ketacli.cost.projection import Projection, Session

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 70, 16, 34, 44
PARTS = (
    ("deductible", "Deductible", "#173f5f"),
    ("copay", "Copay", "#2a7fba"),
    ("coinsurance", "Coinsurance", "#e07b39"),
    ("not_covered", "Not covered", "#8f1d2c"),
    ("plan_paid", "Plan paid", "#c3d3df"),
    ("secondary_paid", "Second payer", "#a9bfa4"),
    ("help_paid", "Programme", "#d9cfa3"),
    ("savings", "Savings", "#efefef"),
)
"""Parts of a bar from the ground up: yours first, then what others pay, then what nobody owes."""


def session_bars(projection: Projection) -> str:
    """One stacked bar a session: what you pay at the bottom, what others pay above."""
    sessions = projection.sessions
    top = _nice(max((_height(session) for session in sessions), default=ZERO))
    room = WIDTH - LEFT - RIGHT
    step = room / max(len(sessions), 1)
    wide = min(step * 0.7, 64)
    drawn = [_axis(top)]
    used = [part for part in PARTS if any(_part(session, part[0]) for session in sessions)]
    if projection.plan is None:
        used = [("not_covered", "You pay", PARTS[0][2])]
    for number, session in enumerate(sessions):
        x = LEFT + step * number + (step - wide) / 2
        base = ZERO
        for name, _, colour in used:
            amount = _part(session, name)
            if amount:
                drawn.append(_rect(x, _y(base + amount, top), wide, _y(base, top) - _y(base + amount, top), colour))
                base += amount
        if len(sessions) <= 24 or number % (len(sessions) // 12) == 0:
            drawn.append(_text(x + wide / 2, HEIGHT - BOTTOM + 16, str(number + 1), anchor="middle"))
    drawn.append(_text(LEFT + room / 2, HEIGHT - 8, "Session", anchor="middle"))
    drawn.append(_legend([(label, colour) for _, label, colour in used]))
    said = f"Stacked bars of {len(sessions)} sessions; you pay the lower parts. The table below has the figures."
    return _svg("What each session costs, and who pays", said, drawn)


def running(projection: Projection) -> list[tuple[int, Decimal]]:
    """Plan year and your spending that counts to its maximum, after each session, in dollars."""
    found: list[tuple[int, Decimal]] = []
    total, year = ZERO, None
    for session in projection.sessions:
        if session.plan_year != year:
            total, year = (_before(projection) if year is None else ZERO), session.plan_year
        for charge in session.charges:
            if charge.working is not None and charge.working.terms.counts_to_maximum and not charge.working.refused:
                total += charge.deductible + charge.copay + charge.coinsurance
        found.append((session.plan_year, total))
    return found


def limits(projection: Projection) -> tuple[Decimal | None, Decimal | None]:
    """Deductible and maximum that hold for the first line under the plan's own ones; None where there is none."""
    for session in projection.sessions:
        for charge in session.charges:
            if charge.working is not None and not charge.working.refused:
                terms = charge.working.terms
                if terms.deductible_pot != terms.maximum_pot:
                    continue
                deductible = min(terms.deductible)
                maximum = terms.maximum[0]
                return (
                    deductible if terms.deductible_first and deductible < UNLIMITED else None,
                    maximum if maximum < UNLIMITED else None,
                )
    return None, None


def curve(projection: Projection) -> str:
    """Your spending in the plan year, session by session, with the lines of the deductible and the maximum."""
    points = running(projection)
    deductible, maximum = limits(projection)
    highest = max([amount for _, amount in points] + [ZERO])
    shown = [value for value in (deductible, maximum) if value is not None and value <= highest * 3]
    top = _nice(max([highest, *shown]))
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    drawn = [_axis(top)]
    if deductible is not None and deductible <= top:
        drawn.append(_level(deductible, top, f"Deductible {_dollars(deductible)}"))
    if maximum is not None and maximum <= top:
        drawn.append(_level(maximum, top, f"Maximum {_dollars(maximum)}"))
    path: list[str] = []
    for number, (year, amount) in enumerate(points):
        x, y = LEFT + step * (number + 0.5), _y(amount, top)
        turned = number > 0 and points[number - 1][0] != year
        if turned:
            edge = LEFT + step * number
            drawn.append(_line(edge, TOP, edge, HEIGHT - BOTTOM, "#777", dash="2 4"))
            late = edge > WIDTH - RIGHT - 100
            drawn.append(
                _text(edge + (-4 if late else 4), TOP + 12, f"plan year {year}", anchor="end" if late else "start")
            )
        path.append(f"{'M' if number == 0 or turned else 'L'}{x:.1f} {y:.1f}")
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="#173f5f"/>')
        if len(points) <= 24 or number % (len(points) // 12) == 0:
            drawn.append(_text(x, HEIGHT - BOTTOM + 16, str(number + 1), anchor="middle"))
    drawn.append(f'<path d="{" ".join(path)}" fill="none" stroke="#173f5f" stroke-width="2"/>')
    drawn.append(_text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 8, "Session", anchor="middle"))
    return _svg("Your spending that counts to the maximum", "A rising curve; the table below has the figures.", drawn)


def waterfall_rows(projection: Projection) -> list[tuple[str, Decimal, Decimal]]:
    """Step, its change, and where it leads: from billed to owed. The last equals the totals by construction."""
    totals = projection.totals
    rows = [("Billed", totals.billed, totals.billed)]
    at = totals.billed
    for name, amount in (
        ("Network savings", totals.savings),
        ("Plan pays", totals.plan_paid),
        ("Second payer", totals.secondary_paid),
        ("Programme", totals.help_paid),
    ):
        if amount:
            at -= amount
            rows.append((name, -amount, at))
    rows.append(("You owe", at, at))
    return rows


def waterfall(projection: Projection) -> str:
    """From the bill to what you owe, one step a payer."""
    rows = waterfall_rows(projection)
    top = _nice(projection.totals.billed)
    step = (WIDTH - LEFT - RIGHT) / len(rows)
    drawn = [_axis(top)]
    for number, (name, change, leads_to) in enumerate(rows):
        x, wide = LEFT + step * number + step * 0.15, step * 0.7
        whole = number in (0, len(rows) - 1)
        high = leads_to if whole else leads_to - change
        low = ZERO if whole else leads_to
        colour = "#173f5f" if number == len(rows) - 1 else ("#7d8b96" if number == 0 else "#c3d3df")
        drawn.append(_rect(x, _y(high, top), wide, _y(low, top) - _y(high, top), colour))
        sign = "-" if change < 0 else ""
        drawn.append(_text(x + wide / 2, _y(high, top) - 5, f"{sign}{_dollars(abs(change))}", anchor="middle"))
        drawn.append(_text(x + wide / 2, HEIGHT - BOTTOM + 16, name, anchor="middle"))
        if number + 1 < len(rows):
            level = _y(leads_to, top)
            drawn.append(_line(x + wide, level, x + step, level, "#777", dash="2 3"))
    return _svg("From the bill to what you owe", "A waterfall; the table below has the figures.", drawn)


def _before(projection: Projection) -> Decimal:
    """What was spent before the first session, as far as its accumulator knew it."""
    first = projection.sessions[0].charges[0].working
    if first is None:
        return ZERO
    maximum, room = first.terms.maximum[0], first.room[0]
    return maximum - room if maximum < UNLIMITED else ZERO


def _part(session: Session, name: str) -> Decimal:
    """A part of a bar. The programme and the second payer pay out of the patient's parts, so these shrink."""
    amount: Decimal = getattr(session.sums, name)
    if name in ("coinsurance", "copay", "deductible"):
        other = session.sums.help_paid + session.sums.secondary_paid
        for taken in ("coinsurance", "copay", "deductible"):
            whole: Decimal = getattr(session.sums, taken)
            less = min(whole, other)
            other -= less
            if taken == name:
                return amount - less
    return amount


def _height(session: Session) -> Decimal:
    return sum((_part(session, name) for name, _, _ in PARTS), ZERO)


def _nice(value: Decimal) -> Decimal:
    """A round number at or above `value`."""
    if value <= 0:
        return Decimal(1)
    scale = Decimal(10) ** (value.adjusted())
    for factor in ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"):
        if scale * Decimal(factor) >= value:
            return scale * Decimal(factor)
    return scale * 10


def _y(value: Decimal, top: Decimal) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(value / top))


def _axis(top: Decimal) -> str:
    drawn = []
    for number in range(6):
        value = top * number / 5
        y = _y(value, top)
        drawn.append(_line(LEFT, y, WIDTH - RIGHT, y, "#dcdcdc"))
        drawn.append(_text(LEFT - 6, y + 4, _dollars(value), anchor="end"))
    return "".join(drawn)


def _level(value: Decimal, top: Decimal, label: str) -> str:
    y = _y(value, top)
    words = _text(LEFT + 4, y - 5, label)
    return _line(LEFT, y, WIDTH - RIGHT, y, "#8f1d2c", dash="7 4") + words


def _legend(entries: Sequence[tuple[str, str]]) -> str:
    drawn, x = [], float(LEFT)
    for label, colour in entries:
        drawn.append(_rect(x, 8, 12, 12, colour))
        drawn.append(_text(x + 17, 18, label))
        x += 32 + 7.2 * len(label)
    return "".join(drawn)


def _dollars(value: Decimal) -> str:
    return f"${value:,.0f}" if value == value.to_integral_value() else f"${value:,.2f}"


def _rect(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{max(high, 0.6):.1f}" fill="{colour}" '
        'stroke="#444" stroke-width="0.5"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashed}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" fill="#1a1a1a">{escape(words)}</text>'


def _svg(title: str, said: str, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, Liberation Sans, Arial, sans-serif">'
        f"<title>{escape(title)}</title><desc>{escape(said)}</desc>{''.join(drawn)}</svg>"
    )
