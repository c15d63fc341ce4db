"""What a session costs before any plan: sourced ranges, a clinic's own price list, or the amounts of the user."""

# No deferred annotations here: a NamedTuple compiles each one that is a string, at every start.
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketacli import facts
from ketacli.cost.money import cents, dollars
from ketacli.errors import AnswersProblem, InputProblem

if TYPE_CHECKING:
    from ketacli.cost.reading_keys import Table

ENDS = ("low", "typical", "high")
KINDS = ("drug", "administration", "observation", "visit", "psychotherapy", "evaluation", "treatment")
_SESSION_FACTS = {
    "ketamine_any": "self_pay_session",
    "ketamine_iv": "self_pay_ketamine_iv",
    "ketamine_im": "self_pay_ketamine_im",
    "ketamine_oral": "self_pay_ketamine_oral_fill",
    "ketamine_assisted_psychotherapy": "self_pay_ketamine_assisted_psychotherapy",
    "esketamine": "self_pay_esketamine",
}
_PAIN_FACTS = {"ketamine_iv": "self_pay_ketamine_iv_pain"}
TREATMENTS = tuple(_SESSION_FACTS)
"""Treatments whose price has a source."""
TREATMENT_WORDS = {
    "ketamine_any": "ketamine",
    "ketamine_iv": "IV ketamine",
    "ketamine_im": "ketamine by injection",
    "ketamine_sc": "ketamine under the skin",
    "ketamine_intranasal": "compounded ketamine nasal spray",
    "ketamine_oral": "oral ketamine",
    "ketamine_assisted_psychotherapy": "ketamine-assisted psychotherapy",
    "esketamine": "esketamine (Spravato)",
}


class Price(NamedTuple):
    """A price in dollars: a point where the three are equal, else a range that stays one to the end."""

    low: Decimal
    typical: Decimal
    high: Decimal

    @property
    def is_point(self) -> bool:
        """Whether low and high are the same."""
        return self.low == self.high


class Offer(NamedTuple):
    """A line of a session as the clinic or the plan prices it."""

    service: str
    benefit: str
    network: str
    billed: Price
    allowed: Price
    kind: str = "treatment"
    code: str = ""
    allowed_known: bool = True
    """False where only the bill is known; what the plan allows or recognises is then taken from it."""
    first_only: bool = False
    """Charged at the first session alone (an evaluation)."""


class Sourced(NamedTuple):
    """A price with the facts that it rests on."""

    price: Price
    sentence: str
    sources: tuple[facts.Source, ...]
    as_of: date
    only_figure: bool
    """True where the source gives one figure and no range."""


def point(amount: Decimal) -> Price:
    """One amount as a price."""
    return Price(amount, amount, amount)


def self_pay(treatment: str, indication: str | None, on: date) -> Sourced:
    """The sourced self-pay price of one session (of one fill for oral ketamine), in dollars.

    `typical` is a sourced median where there is one, else the middle of the range.
    """
    key = _PAIN_FACTS.get(treatment) if indication in ("chronic_pain", "crps") else None
    return sourced(key or _SESSION_FACTS[treatment], on)


def evaluation(on: date) -> Sourced:
    """The sourced self-pay price of a first evaluation, in dollars."""
    return sourced("self_pay_evaluation", on)


def sourced(key: str, on: date) -> Sourced:
    """A price fact as a range in dollars. Raises KeyError for an unknown key."""
    found = facts.value(key, on=on)
    price = as_price(found.value)
    only = isinstance(found.value, Mapping) and "low" not in found.value
    return Sourced(price, found.sentence, found.sources, found.as_of, only)


def as_price(value: object) -> Price:
    """A number or a mapping (low, typical, high) from the facts as a price."""
    if not isinstance(value, Mapping):
        return point(cents(Decimal(str(value))))
    known = {end: cents(Decimal(str(value[end]))) for end in ENDS if value.get(end) is not None}
    if "typical" not in known:
        known["typical"] = cents((known["low"] + known["high"]) / 2)
    middle = known["typical"]
    return Price(known.get("low", middle), middle, known.get("high", middle))


def read_price(value: object, where: str) -> Price:
    """A price from a file: an amount, or a table of low, typical and high. Raises AnswersProblem."""
    if not isinstance(value, Mapping):
        return point(dollars(value, where))
    unknown = [key for key in value if key not in ENDS]
    if unknown or not {"low", "high"} <= set(value):
        raise AnswersProblem(f"{where}: is no range", hint="Write { low = 400, typical = 590, high = 800 }.")
    low, high = dollars(value["low"], f"{where}.low"), dollars(value["high"], f"{where}.high")
    typical = dollars(value["typical"], f"{where}.typical") if "typical" in value else cents((low + high) / 2)
    if not low <= typical <= high:
        raise AnswersProblem(f"{where}: low, typical and high are not in rising order")
    return Price(low, typical, high)


def load_offers(path: Path) -> tuple[list[Offer], list[str]]:
    """The lines of a session from a clinic's price list, and what nothing reads in it.

    Raises InputProblem where the file cannot be opened, AnswersProblem for what it holds.
    """
    import tomllib

    from ketacli.cost.reading_keys import Table

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise AnswersProblem(f"{path}: is not valid TOML", hint="docs/cost.md shows a price list.") from problem
    except OSError as problem:
        raise InputProblem(f"{path}: {(problem.strerror or 'cannot be read').lower()}") from problem
    top = Table(values, str(path))
    top.text("clinic")
    raw = top.take("line")
    if not isinstance(raw, list) or not raw:
        raise AnswersProblem(f"{path}: line is missing", hint="Write a [[line]] for each item of a session.")
    tables = [_entry(entry, str(path), number) for number, entry in enumerate(raw, 1)]
    offers = [_offer(table) for table in tables]
    return offers, [said for table in (top, *tables) for said in table.unread()]


def _entry(entry: object, file: str, number: int) -> "Table":
    from ketacli.cost.reading_keys import Table

    if not isinstance(entry, Mapping):
        raise AnswersProblem(f"{file}: line {number} is not a table")
    return Table(entry, file, f"line {number}: ")


def _offer(table: "Table") -> Offer:
    billed, allowed = table.take("billed"), table.take("allowed")
    if billed is None and allowed is None:
        raise AnswersProblem(f"{table.where('allowed')} is missing", hint="Give allowed, billed or both.")
    accepted = read_price(allowed if allowed is not None else billed, table.where("allowed"))
    asked = read_price(billed if billed is not None else allowed, table.where("billed"))
    if any(most < least for most, least in zip(asked, accepted, strict=True)):
        raise AnswersProblem(f"{table.where('billed')}: is below allowed", hint="The plan allows at most the bill.")
    return Offer(
        service=table.text("service") or "Treatment",
        benefit=table.text("benefit") or "mental_health_outpatient",
        network=table.word("network", ("in", "out")) or "in",
        billed=asked,
        allowed=accepted,
        kind=table.word("kind", KINDS) or "treatment",
        code=table.text("code") or "",
        allowed_known=allowed is not None,
        first_only=table.word("charged", ("session", "first")) == "first",
    )
