"""What a document presupposes: "any other use is refused" means that some use is not, though no sentence was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketacli.policy.positions.context import Context
from ketacli.policy.positions.indications import LABELED
from ketacli.policy.positions.statements import NOWHERE, SECTION, Statement
from ketacli.policy.reading import Indication


def presupposed(statements: Sequence[Statement], context: Context) -> list[Statement]:
    """Silence for esketamine's labeled uses where only "any other use" is decided, so that the catch-all does not
    answer for them; coverage under criteria for those of them that the document lists criteria for."""
    others = [one for one in statements if one.treatment == "esketamine" and one.refuses and one.kind == "other"]
    decided = {one.indication for one in statements if one.treatment == "esketamine" and one.indication != "any"}
    covered = any(one.covers for one in statements if one.treatment == "esketamine")
    if not others or covered or decided & {*LABELED, "mdd"}:
        return []
    listed = {use for named in context.listed_anywhere() for use in named.ids}
    return [_listed(others[0], use) if use in listed else _silent(others[0], use) for use in LABELED]


def _listed(other: Statement, use: Indication) -> Statement:
    return replace(
        other, indication=use, position="covered_with_criteria", kind="fda", rule="KP007", indication_from=SECTION,
        fallback=True,
    )  # fmt: skip


def _silent(other: Statement, use: Indication) -> Statement:
    return replace(other, indication=use, position="not_addressed", kind="fda", rule="KP013", indication_from=NOWHERE)
