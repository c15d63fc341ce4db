"""Sub-commands of `ketacli cost` that need no series: financing, estimate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from ketacli.commands.options import Format, FormatOption, PlainOption, TodayOption, allowed, as_date, as_today
from ketacli.console.deliver import deliver
from ketacli.console.streams import paper
from ketacli.cost.money import dollars, percent
from ketacli.errors import ExitCode


def register(group: typer.Typer, name: str) -> None:
    """Add the sub-command of that name."""
    commands: dict[str, Callable[..., int]] = {"financing": financing, "estimate": estimate}
    group.command(name)(commands[name])


def financing(
    price: Annotated[str, typer.Option("--price", help="What is borrowed.", metavar="USD")],
    apr: Annotated[
        str, typer.Option("--apr", help="Yearly interest rate from the offer, in percent.", metavar="PERCENT")
    ],
    months: Annotated[int, typer.Option("--months", help="Months of the loan or of the promotion.", metavar="N")],
    deferred: Annotated[bool, typer.Option("--deferred", help="A promotion: no interest if paid in full.")] = False,
    pay: Annotated[str | None, typer.Option("--pay", help="What you would pay a month.", metavar="USD")] = None,
    format: FormatOption = Format.TEXT,
    plain: PlainOption = False,
) -> int:
    """What borrowing costs: the monthly payment, the interest, the trap of deferred interest."""
    allowed(format, Format.TEXT, Format.JSON)
    from ketacli.cost import financing as sums
    from ketacli.reports.cost_more import loan_text, sums_record
    from ketacli.reports.envelope import envelope

    borrowed, rate = dollars(price, "--price"), percent(apr, "--apr")
    monthly = None if pay is None else dollars(pay, "--pay")
    found = sums.deferred(borrowed, months, rate, monthly) if deferred else sums.loan(borrowed, months, rate)
    if format is Format.JSON:
        deliver(envelope("cost.financing", [sums_record(found)]), None)
    else:
        deliver(loan_text(found, paper(plain=plain)), None)
    return int(ExitCode.OK)


def estimate(
    estimated: Annotated[
        str, typer.Option("--estimate", help="The good-faith estimate of one provider.", metavar="USD")
    ],
    bill: Annotated[str, typer.Option("--bill", help="What this provider billed.", metavar="USD")],
    bill_date: Annotated[str | None, typer.Option("--bill-date", help="Date of the bill.", metavar="DATE")] = None,
    today: TodayOption = None,
    format: FormatOption = Format.TEXT,
    plain: PlainOption = False,
) -> int:
    """Compare a self-pay bill with its good-faith estimate: may it be disputed?"""
    allowed(format, Format.TEXT, Format.JSON)
    from ketacli.cost.estimate import check_estimate
    from ketacli.reports.cost_json import source_record
    from ketacli.reports.cost_more import estimate_text, sums_record
    from ketacli.reports.envelope import envelope

    found = check_estimate(
        dollars(estimated, "--estimate"), dollars(bill, "--bill"), as_date(bill_date, "--bill-date"), as_today(today)
    )
    if format is Format.JSON:
        deliver(
            envelope("cost.estimate", [sums_record(found)], sources=[source_record(each) for each in found.sources]),
            None,
        )
    else:
        deliver(estimate_text(found, paper(plain=plain)), None)
    return int(ExitCode.ATTENTION if found.may_dispute else ExitCode.OK)
