"""Who else pays: a second insurer after the plan, and a manufacturer's savings programme for the drug."""

from __future__ import annotations

from decimal import Decimal

from ketacli.cost.ledger import Ledger
from ketacli.cost.lines import Charge, Line
from ketacli.cost.money import ZERO, cents
from ketacli.cost.plan import Help, Plan
from ketacli.errors import AnswersProblem

GOVERNMENT = ("medicare_original", "medicare_advantage", "medicaid", "tricare", "va")
"""Covers that may not be combined with a manufacturer's programme, not even as the second payer."""


class OtherPayers:
    """Posts lines through the ledger and lets the other payers act on each result, in order."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        if plan.help is not None and (plan.coverage in GOVERNMENT or plan.secondary is not None):
            raise AnswersProblem(
                f"{plan.origin}: savings_programme cannot go with government cover",
                hint="Manufacturer programmes exclude Medicare, Medicaid, TRICARE and VA, even as a second payer.",
            )
        self.plan = plan
        self.ledger = ledger
        second = plan.secondary_plan
        self.second = None if second is None else Ledger(second, ledger.federal)
        self.help_used: dict[int, Decimal] = {}
        """Calendar year → dollars that the programme has paid; it starts anew on 1 January."""
        self.rebate_used: dict[int, Decimal] = {}
        """The same for the observation rebate."""

    def post(self, line: Line) -> Charge:
        """One line through the plan, then through the others. Raises AnswersProblem as the ledger does."""
        help_ = self.plan.help
        if help_ is not None and line.kind == "drug" and help_.programme == "maximiser":
            return self._maximiser(line, help_)
        charge = self.ledger.post(line)
        if help_ is not None and line.kind == "drug":
            charge = self._card(charge, help_)
        elif help_ is not None and help_.observation_rebate and line.kind == "observation":
            charge = self._rebate(charge, help_)
        if self.second is not None:
            charge = self._coordinate(charge, self.second)
        return _secondary(charge, self.plan.secondary) if self.plan.secondary else charge

    def _coordinate(self, charge: Charge, second: Ledger) -> Charge:
        """What a second plan pays: at most its own benefit for the line, and at most what the first leaves over.

        Under non-duplication only what its own benefit exceeds the first plan's payment by.
        """
        benefit = second.post(charge.line).plan_paid
        if self.plan.non_duplication:
            benefit = max(benefit - charge.plan_paid, ZERO)
        paid = min(benefit, charge.patient_owes)
        return charge._replace(secondary_paid=paid, patient_owes=charge.patient_owes - paid)

    def _card(self, charge: Charge, help_: Help) -> Charge:
        shared = charge.deductible + charge.copay + charge.coinsurance
        paid = self._draw(max(shared - help_.patient_pays, ZERO), charge.line.day.year, help_)
        own = shared - paid
        if paid and charge.working is not None:
            terms = charge.working.terms
            # The card's money may not satisfy the deductible of a plan that goes with a health savings account.
            from_deductible = max(charge.deductible - own, ZERO)
            if help_.programme == "accumulator":
                self._take_back(terms.deductible_pot, terms.maximum_pot, from_deductible, paid)
            elif self.plan.hdhp and from_deductible:
                self._take_back(terms.deductible_pot, terms.maximum_pot, from_deductible, from_deductible)
        return charge._replace(help_paid=paid, patient_owes=charge.patient_owes - paid)

    def _rebate(self, charge: Charge, help_: Help) -> Charge:
        """The maker's refund of the observation, sent to the patient afterwards; the plan never sees it."""
        shared, year = charge.deductible + charge.copay + charge.coinsurance, charge.line.day.year
        used, limit = self.rebate_used.get(year, ZERO), help_.rebate_yearly_maximum
        paid = shared if limit is None else min(shared, max(limit - used, ZERO))
        self.rebate_used[year] = used + paid
        return charge._replace(help_paid=paid, patient_owes=charge.patient_owes - paid)

    def _take_back(self, deductible_pot: str, maximum_pot: str, deductible: Decimal, oop: Decimal) -> None:
        self.ledger.account(deductible_pot).add_deductible(-deductible)
        self.ledger.account(maximum_pot).add_oop(-oop)

    def _maximiser(self, line: Line, help_: Help) -> Charge:
        """The plan sets the copay to yearly help ÷ treatments; nothing accrues; who does not enrol pays it alone."""
        if help_.yearly_maximum is None:
            raise AnswersProblem(
                f"{self.plan.origin}: savings_programme.yearly_maximum is missing",
                hint="A maximiser divides it by the treatments of a year; ask the programme for the amount.",
            )
        allowed = min(line.allowed, line.billed)
        copay = min(cents(help_.yearly_maximum / help_.fills), allowed)
        paid = ZERO
        if help_.enrolled:
            paid = self._draw(max(copay - help_.patient_pays, ZERO), line.day.year, help_)
        outside = line.billed - allowed
        balance = outside if line.network == "out" else ZERO
        return Charge(
            line, self.plan.year_of(line.day), line.billed, allowed, outside - balance, allowed - copay, ZERO, copay,
            ZERO, balance, balance, ZERO, ZERO, paid, copay - paid + balance,
        )  # fmt: skip

    def _draw(self, wanted: Decimal, year: int, help_: Help) -> Decimal:
        used = self.help_used.get(year, ZERO)
        paid = wanted if help_.yearly_maximum is None else min(wanted, max(help_.yearly_maximum - used, ZERO))
        self.help_used[year] = used + paid
        return paid


def _secondary(charge: Charge, kind: str) -> Charge:
    """What a second payer takes over of the patient's share.

    Medigap G pays the coinsurance, C the Part B deductible as well (only who was eligible for Medicare before 2020
    can hold it). A Qualified Medicare Beneficiary may not be billed for cost sharing of covered services.
    """
    paid = charge.copay + charge.coinsurance
    if kind in ("medigap_c", "qmb"):
        paid += charge.deductible
    return charge._replace(secondary_paid=paid, patient_owes=charge.patient_owes - paid)
