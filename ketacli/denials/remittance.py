"""An X12 835 as claims, service lines and adjustments, with the arithmetic that the standard asks for.

Each claim: charge − adjustments = paid. Each line: charge − its adjustments = paid. Each transaction set: the payment =
the sum of the claims − the provider's own adjustments (X12 005010X221A1, section 1.10.2, balancing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ketacli.denials.x12 import Segment

_ZERO = Decimal(0)
_STATUS = {
    "1": "processed_as_primary",
    "2": "processed_as_secondary",
    "3": "processed_as_tertiary",
    "4": "denied",
    "19": "primary_forwarded",
    "20": "secondary_forwarded",
    "21": "tertiary_forwarded",
    "22": "reversal",
    "23": "not_our_claim",
    "25": "predetermination",
}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason for which a sum was not paid."""

    group: str
    code: str
    amount: Decimal
    """Dollars; negative where it adds to the payment."""
    quantity: Decimal | None


@dataclass(slots=True)
class ServiceLine:
    """One billed service. Amounts in dollars; None where the file is silent."""

    code: str
    qualifier: str
    modifiers: tuple[str, ...]
    charge: Decimal | None
    paid: Decimal | None
    revenue_code: str | None
    units_paid: Decimal | None
    units_billed: Decimal | None
    start: str | None = None
    end: str | None = None
    allowed: Decimal | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)

    @property
    def difference(self) -> Decimal:
        """Charge less adjustments less payment; 0 where it balances, and where the line names no service: its
        figures then stand in the wrong places, and only the claim can be checked."""
        if not self.code:
            return _ZERO
        return (self.charge or _ZERO) - sum((one.amount for one in self.adjustments), _ZERO) - (self.paid or _ZERO)


@dataclass(slots=True)
class RemittanceClaim:
    """One claim with its lines."""

    account: str
    """The provider's own number for the claim."""
    status: str
    charge: Decimal
    paid: Decimal
    patient_responsibility: Decimal | None
    filing: str
    """Code of the kind of insurance (12 PPO, 13 POS, 15 indemnity, 16 Medicare Advantage HMO, MA, MB, MC, …)."""
    claim_number: str
    patient: str | None = None
    member_id: str | None = None
    rendering_provider: str | None = None
    start: str | None = None
    end: str | None = None
    received: str | None = None
    payer: str | None = None
    transaction_date: str | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lines: list[ServiceLine] = field(default_factory=list)

    @property
    def all_adjustments(self) -> list[Adjustment]:
        """Those of the claim and of all its lines."""
        return [*self.adjustments, *(one for line in self.lines for one in line.adjustments)]

    @property
    def all_remarks(self) -> list[str]:
        """Remark codes of the claim and of its lines, each once."""
        return list(dict.fromkeys([*self.remarks, *(code for line in self.lines for code in line.remarks)]))

    @property
    def difference(self) -> Decimal:
        """Charge less all adjustments less payment; 0 where it balances."""
        return self.charge - sum((one.amount for one in self.all_adjustments), _ZERO) - self.paid


@dataclass(slots=True)
class Transaction:
    """One transaction set (ST to SE)."""

    payment: Decimal
    date: str | None
    payer: str | None = None
    payee: str | None = None
    trace: str | None = None
    claims: list[RemittanceClaim] = field(default_factory=list)
    provider_adjustments: list[tuple[str, Decimal]] = field(default_factory=list)
    """Reason and amount; positive amounts lower the payment."""

    @property
    def difference(self) -> Decimal:
        """Payment less (sum of the claims less provider adjustments); 0 where it balances."""
        paid = sum((claim.paid for claim in self.claims), _ZERO)
        return self.payment - (paid - sum((amount for _, amount in self.provider_adjustments), _ZERO))


def read_transactions(segments: list[Segment]) -> list[Transaction]:
    """All 835 transaction sets in a file."""
    found: list[Transaction] = []
    reader: _Reader | None = None
    for segment in segments:
        if segment.name == "ST":
            reader = _Reader() if segment.get(1) == "835" else None
        elif segment.name == "SE" and reader:
            found.append(reader.transaction)
            reader = None
        elif reader:
            reader.take(segment)
    if reader:
        found.append(reader.transaction)
    return found


class _Reader:
    """Takes the segments of one transaction set in their order."""

    def __init__(self) -> None:
        self.transaction = Transaction(payment=_ZERO, date=None)
        self._claim: RemittanceClaim | None = None
        self._line: ServiceLine | None = None

    def take(self, segment: Segment) -> None:
        """One segment."""
        act = getattr(self, f"_{segment.name.lower()}", None)
        if act:
            act(segment)

    def _bpr(self, segment: Segment) -> None:
        self.transaction.payment = segment.amount(2) or _ZERO
        self.transaction.date = as_date(segment.get(16))

    def _trn(self, segment: Segment) -> None:
        self.transaction.trace = segment.get(2) or None

    def _n1(self, segment: Segment) -> None:
        if segment.get(1) == "PR":
            self.transaction.payer = segment.get(2) or None
        elif segment.get(1) == "PE":
            self.transaction.payee = segment.get(2) or None

    def _clp(self, segment: Segment) -> None:
        self._line = None
        self._claim = RemittanceClaim(
            account=segment.get(1),
            status=_STATUS.get(segment.get(2), segment.get(2)),
            charge=segment.amount(3) or _ZERO,
            paid=segment.amount(4) or _ZERO,
            patient_responsibility=segment.amount(5),
            filing=segment.get(6),
            claim_number=segment.get(7),
            payer=self.transaction.payer,
            transaction_date=self.transaction.date,
        )
        self.transaction.claims.append(self._claim)

    def _nm1(self, segment: Segment) -> None:
        if self._claim is None:
            return
        name = " ".join(part for part in (segment.get(4), segment.get(3)) if part)
        if segment.get(1) == "QC":
            self._claim.patient = name.title() or None
            self._claim.member_id = segment.get(9) or None
        elif segment.get(1) == "82":
            self._claim.rendering_provider = name or None

    def _svc(self, segment: Segment) -> None:
        if self._claim is None:
            return
        parts = segment.parts(1)
        paid_units = segment.amount(5)
        self._line = ServiceLine(
            qualifier=parts[0],
            code=parts[1] if len(parts) > 1 else "",
            modifiers=tuple(part for part in parts[2:6] if part),
            charge=segment.amount(2),
            paid=segment.amount(3),
            revenue_code=segment.get(4) or None,
            units_paid=paid_units,
            units_billed=segment.amount(7) if segment.get(7) else paid_units,
        )
        self._claim.lines.append(self._line)

    def _dtm(self, segment: Segment) -> None:
        day = as_date(segment.get(2))
        qualifier = segment.get(1)
        target = self._line or self._claim
        if target is None:
            return
        if qualifier in ("472", "150", "232"):
            target.start = day
            if qualifier == "472" or target.end is None:
                target.end = day
        elif qualifier in ("151", "233"):
            target.end = day
        elif qualifier == "050" and self._claim:
            self._claim.received = day

    def _cas(self, segment: Segment) -> None:
        target = self._line or self._claim
        if target is not None:
            target.adjustments.extend(_triplets(segment))

    def _amt(self, segment: Segment) -> None:
        if self._line is not None and segment.get(1) == "B6":
            self._line.allowed = segment.amount(2)

    def _ref(self, segment: Segment) -> None:
        if self._line is not None:
            self._line.references.append((segment.get(1), segment.get(2)))

    def _lq(self, segment: Segment) -> None:
        if self._line is not None and segment.get(1) in ("HE", "RX"):
            self._line.remarks.append(segment.get(2))

    def _moa(self, segment: Segment) -> None:
        self._claim_remarks(segment, range(3, 8))

    def _mia(self, segment: Segment) -> None:
        self._claim_remarks(segment, (5, 20, 21, 22, 23))

    def _claim_remarks(self, segment: Segment, elements: range | tuple[int, ...]) -> None:
        if self._claim is not None:
            self._claim.remarks.extend(segment.get(number) for number in elements if segment.get(number))

    def _plb(self, segment: Segment) -> None:
        self._claim = self._line = None
        for number in range(3, 15, 2):
            amount = segment.amount(number + 1)
            if segment.get(number) and amount is not None:
                self.transaction.provider_adjustments.append((segment.get(number), amount))


def _triplets(segment: Segment) -> Iterator[Adjustment]:
    """Up to six of reason, amount and quantity in one CAS segment."""
    for number in range(2, 20, 3):
        amount = segment.amount(number + 1)
        if segment.get(number) and amount is not None:
            yield Adjustment(segment.get(1), segment.get(number), amount, segment.amount(number + 2))


def as_date(text: str) -> str | None:
    """CCYYMMDD as an ISO date; None where it is no day of the calendar."""
    from datetime import date

    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat() if len(text) == 8 else None
    except ValueError:
        return None
