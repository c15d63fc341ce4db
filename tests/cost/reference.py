"""A second ledger, written from the rule sheet in whole cents and without a look at the first, to compare with."""

from __future__ import annotations

from ketacli.cost.plan import Plan

NO_LIMIT = 10**15


def cents(amount):
    return NO_LIMIT if amount is None else int(amount * 100)


def run(plan: Plan, lines):
    """[(plan_year, deductible, copay, coinsurance, balance, plan_paid, owes)] in cents."""
    met = plan.met.any_network
    before = {"d": met.deductible, "o": met.oop, "fd": met.family_deductible, "fo": met.family_oop}
    used = {name: cents(amount) for name, amount in before.items()}
    year, out = None, []
    for line in lines:
        month_day = (line.day.month, line.day.day)
        starts = line.day.year if month_day >= plan.plan_year_start else line.day.year - 1
        if year is not None and starts != year:
            used = dict.fromkeys(used, 0)
        year = starts
        tier = plan.tiers[line.network]
        row, caps = tier.rows[line.benefit], tier.limits
        allowed, billed = cents(line.allowed), cents(line.billed)
        family_left = max(0, cents(caps.deductible_family) - used["fd"])
        own_left = max(0, cents(caps.deductible_individual) - used["d"])
        left = min(own_left, family_left) if plan.embedded else family_left
        copay = 0 if row.copay is None else cents(row.copay)
        rate = 0 if row.coinsurance_percent is None else int(row.coinsurance_percent)
        if row.after_deductible is True:
            d = min(allowed, left)
            c = min(copay, allowed - d)
        elif row.after_deductible is False:
            d, c = 0, min(copay, allowed)
        elif row.copay is None:
            d, c = min(allowed, left), 0
        elif row.coinsurance_percent is None:
            d, c = 0, min(copay, allowed)
        else:
            c = min(copay, allowed)
            d = min(allowed - c, left)
        co = ((allowed - d) * rate * 2 + 100) // 200
        co = min(co, allowed - d - c)
        room = max(0, min(cents(caps.oop_max_individual) - used["o"], cents(caps.oop_max_family) - used["fo"]))
        over = max(0, d + c + co - room)
        for name in ("co", "c", "d"):
            part = {"co": co, "c": c, "d": d}[name]
            less = min(part, over)
            over -= less
            if name == "co":
                co -= less
            elif name == "c":
                c -= less
            else:
                d -= less
        used["d"] += d
        used["fd"] += d
        used["o"] += d + c + co
        used["fo"] += d + c + co
        balance = billed - allowed if line.network == "out" else 0
        out.append((year, d, c, co, balance, allowed - d - c - co, d + c + co + balance))
    return out
