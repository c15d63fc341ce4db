"""The ledger: lines in the order in which they are adjudicated, each through the steps of cost sharing.

Order of one line: allowed amount, covered?, visit limit, deductible, copay, coinsurance, out-of-pocket maximum,
authorization penalty. Accumulators of the person and of the family, per network (and pharmacy benefit), begin anew
with each plan year. Amounts are dollars, rounded half up to cents once per line item.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ketacli.cost.lines import Charge, Line, Working
from ketacli.cost.money import HUNDRED, UNLIMITED, ZERO, cents
from ketacli.cost.plan import Plan, Spent
from ketacli.cost.terms import FederalMaximum, Terms, resolve


class Carried(NamedTuple):
    """Where a ledger ends, so that another can go on."""

    plan_year: int
    accounts: dict[str, Spent]
    visits: dict[str, int]


class Account:
    """Running totals of one accumulator in one plan year, in dollars."""

    __slots__ = ("deductible", "family_deductible", "family_oop", "oop")

    def __init__(self, spent: Spent = Spent()) -> None:
        self.deductible = spent.deductible
        self.oop = spent.oop
        self.family_deductible = spent.family_deductible
        self.family_oop = spent.family_oop

    def add_deductible(self, amount: Decimal) -> None:
        """Spending that counts to the deductible."""
        self.deductible += amount
        self.family_deductible += amount

    def add_oop(self, amount: Decimal) -> None:
        """Spending that counts to the out-of-pocket maximum."""
        self.oop += amount
        self.family_oop += amount

    def spent(self) -> Spent:
        """The totals as they stand."""
        return Spent(self.deductible, self.oop, self.family_deductible, self.family_oop)


class Ledger:
    """Posts lines and keeps the accumulators. Lines must come in the order of their plan years."""

    def __init__(
        self, plan: Plan, federal: FederalMaximum, *, authorized: bool = True, carried: Carried | None = None
    ) -> None:
        self.plan = plan
        self.federal = federal
        self.authorized = authorized
        self.assumptions: dict[str, None] = {}
        self.year: int | None = carried.plan_year if carried else None
        self.accounts = {pot: Account(spent) for pot, spent in carried.accounts.items()} if carried else {}
        self.visits: dict[str, int] = dict(carried.visits) if carried else {}
        self._resolved: dict[tuple[str, str], Terms] = {}

    def post(self, line: Line) -> Charge:
        """Adjudicate one line. Raises AnswersProblem where the plan leaves out what the line needs."""
        year = self.plan.year_of(line.day)
        if year != self.year:
            self._turn_to(year, line.network)
        terms = self._terms(line.benefit, line.network, year)
        before = self.visits.get(line.benefit, 0)
        self.visits[line.benefit] = before + 1
        if terms.not_covered:
            return _refused(line, year, terms, before, "not_covered")
        if terms.visit_limit is not None and before >= terms.visit_limit:
            return _refused(line, year, terms, before, "visit_limit")
        return self._share(line, year, terms, before)

    def carried(self) -> Carried | None:
        """Plan year and accumulators, to start another ledger where this one ends; None before the first line."""
        if self.year is None:
            return None
        return Carried(self.year, {pot: account.spent() for pot, account in self.accounts.items()}, dict(self.visits))

    def account(self, pot: str) -> Account:
        """The accumulator of that name; networks that credit each other share one."""
        name = pot.replace("out", "in", 1) if self.plan.credits_across else pot
        found = self.accounts.get(name)
        if found is None:
            found = self.accounts[name] = Account()
        return found

    def _share(self, line: Line, year: int, terms: Terms, before: int) -> Charge:
        allowed, billed = min(line.allowed, line.billed), line.billed
        deductible_account, oop_account = self.account(terms.deductible_pot), self.account(terms.maximum_pot)
        left = _left(terms.deductible, deductible_account.deductible, deductible_account.family_deductible)
        room = _left(terms.maximum, oop_account.oop, oop_account.family_oop)
        uncut = share(allowed, terms, min(left))
        deductible, copay, coinsurance = uncut
        if terms.counts_to_maximum:
            deductible, copay, coinsurance = cut(uncut, min(room))
            oop_account.add_oop(deductible + copay + coinsurance)
        counted = deductible + copay if terms.copay_counts_to_deductible else deductible
        if counted:
            deductible_account.add_deductible(counted)
        share_of_patient = deductible + copay + coinsurance
        plan_paid = allowed - share_of_patient
        penalty = ZERO if self.authorized else self._penalty(plan_paid)
        outside = billed - allowed
        balance = outside if line.network == "out" else ZERO
        return Charge(
            line, year, billed, allowed, outside - balance, plan_paid - penalty, deductible, copay, coinsurance,
            balance + penalty, balance, penalty, ZERO, ZERO, share_of_patient + balance + penalty,
            Working(terms, left, room, uncut, before, ""),
        )  # fmt: skip

    def _penalty(self, plan_paid: Decimal) -> Decimal:
        rule = self.plan.penalty
        if rule is None:
            return ZERO
        taken = rule.amount or ZERO
        if rule.percent is not None:
            taken += cents(plan_paid * rule.percent / HUNDRED)
        if rule.maximum is not None:
            taken = min(taken, rule.maximum)
        return min(taken, plan_paid)

    def _turn_to(self, year: int, network: str) -> None:
        if self.year is not None and year < self.year:
            raise ValueError("lines must come in the order of their plan years")
        first = self.year is None
        self.year, self.accounts, self.visits, self._resolved = year, {}, {}, {}
        if first:
            self._begin(network)

    def _begin(self, network: str) -> None:
        """What was met before the series belongs to the plan year of its first session."""
        met = self.plan.met
        for pot, spent in met.pots.items():
            self._open(pot, spent)
        if met.any_network is not None:
            self._open(network, met.any_network)
            if len(self.plan.tiers) > 1 and not self.plan.credits_across:
                side = "in" if network == "in" else "out of"
                self._assume(f"met names no network: it is taken as spent {side} network, where this series begins.")
        self.visits = dict(met.visits)

    def _open(self, pot: str, spent: Spent) -> None:
        name = pot.replace("out", "in", 1) if self.plan.credits_across else pot
        self.accounts[name] = Account(spent)

    def _terms(self, benefit: str, network: str, year: int) -> Terms:
        found = self._resolved.get((benefit, network))
        if found is None:
            found, told = resolve(self.plan, benefit, network, year, self.federal)
            for line in told:
                self._assume(line)
            self._resolved[benefit, network] = found
        return found

    def _assume(self, sentence: str) -> None:
        self.assumptions[sentence] = None


def share(allowed: Decimal, terms: Terms, deductible_left: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Deductible, copay and coinsurance of one line before the maximum, in dollars; together at most `allowed`.

    Coinsurance is taken on what the deductible leaves of the allowed amount; a copay before the deductible comes off
    first. Coinsurance yields where the three would exceed the allowed amount.
    """
    early = ZERO if terms.copay_after_deductible else min(terms.copay, allowed)
    deductible = min(allowed - early, deductible_left) if terms.deductible_first else ZERO
    rest = allowed - deductible
    copay = min(terms.copay, rest) if terms.copay_after_deductible else early
    coinsurance = min(cents(rest * terms.rate), rest - copay) if terms.rate else ZERO
    if terms.ceiling != UNLIMITED:
        copay = min(copay, terms.ceiling)
        coinsurance = min(coinsurance, terms.ceiling - copay)
    return deductible, copay, coinsurance


def cut(parts: tuple[Decimal, Decimal, Decimal], room: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Deductible, copay and coinsurance within the room: coinsurance shrinks first, then copay, then deductible."""
    deductible, copay, coinsurance = parts
    if deductible + copay + coinsurance <= room:
        return parts
    deductible = min(deductible, room)
    copay = min(copay, room - deductible)
    return deductible, copay, min(coinsurance, room - deductible - copay)


def _left(limits: tuple[Decimal, Decimal], person: Decimal, family: Decimal) -> tuple[Decimal, Decimal]:
    return max(limits[0] - person, ZERO), max(limits[1] - family, ZERO)


def _refused(line: Line, year: int, terms: Terms, before: int, why: str) -> Charge:
    """The patient pays the whole bill; it counts to nothing."""
    billed, allowed = line.billed, min(line.allowed, line.billed)
    balance = billed - allowed if line.network == "out" else ZERO
    return Charge(
        line, year, billed, allowed, ZERO, ZERO, ZERO, ZERO, ZERO, billed, balance, ZERO, ZERO, ZERO, billed,
        Working(terms, (ZERO, ZERO), (ZERO, ZERO), (ZERO, ZERO, ZERO), before, why),
    )  # fmt: skip
