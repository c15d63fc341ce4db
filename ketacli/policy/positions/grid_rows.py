"""Reads the fields of a criteria grid that name uses: those covered, those excluded, the diagnosis that is demanded."""

from __future__ import annotations

from collections.abc import Iterator

from ketacli.policy import lazy_re as re
from ketacli.policy.exclusion_items import excluded_uses
from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.indications import LABELED, Named, find_indications
from ketacli.policy.positions.items import is_demanded
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.statements import OWN, SECTION, Statement
from ketacli.policy.positions.verdicts import Verdict
from ketacli.policy.sentences import sentence_spans

_COVERED = re.compile(
    r"\W*(?:(?:covered|indicated|approved|approvable) uses?|(?:pa )?indication indicator|"
    r"(?:pa |approved |fda[- ]approved |covered |medically accepted )?indications?)\W*$"
)
_EXCLUDED = re.compile(r"\W*(?:(?:pa )?exclusion criteria|exclusions?)\W*$")
_DEMANDED = re.compile(
    r"\W*(?:required medical(?: information)?|(?:required|diagnosis|other)(?: pa)? criteria|diagnosis)\W*$"
)
_OFF_LABEL = re.compile(r"\W*off[- ]label uses?\W*$")
_FIELDS = re.compile(
    r"\W*(?:age restrictions?|prescriber(?: restrictions?)?|required medical(?: information)?|coverage duration|"
    r"(?:pa )?exclusion criteria|covered uses?|(?:pa )?indication indicator|off[- ]label uses?)\W*$"
)
_SOME = re.compile(r"(?<!\w)(?:some|certain|only)(?!\w)")
_NONE = re.compile(r"\W*(?:none|n/?a|no)(?!\w)")
_OPENS = re.compile(
    r"(?:^|[.;:]|\d[.)])\W*(?:(?:for|initial|new|starts?|the|adults?|with|of|treatment|member|has)\W+){0,4}$"
)


class GridReader:
    """Reads the fields of the grids of one document."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._fields: dict[int, list[Unit]] = {}
        """Rows with the name of a field, by their section."""
        for unit in around.outline.units:
            if unit.kind == "table_row" and len(unit.cells) >= 2 and _FIELDS.match(_label(unit)):
                self._fields.setdefault(unit.section, []).append(unit)

    def read(self, row: Unit) -> Iterator[Statement]:
        """Statements of a field beside those that any row of a table makes."""
        if len(self._fields.get(row.section, ())) < 2 or len(row.cells) < 2 or row.is_header_row:
            return
        label, value, low = _label(row), row.cells[1], _value(row)
        if _NONE.match(low):
            return
        if _COVERED.match(label):
            named = find_indications(low)
            if not named or any(clause.verdict.position != "covered" for clause in read_clauses(low)):
                return
            labeled = [use for use in named if use.kind == "fda"]
            uses = tuple(use for use in named if use.kind == "named") or tuple(self._labeled(row, low, labeled))
            yield from self._state(row, value, low, uses, "covered")
        elif _EXCLUDED.match(label):
            for start, end, named in excluded_uses(low):
                part = Sentence(
                    page=value.page,
                    start=value.start + start,
                    end=value.start + end,
                    text=value.text[start:end],
                    offset=value.offset + start,
                )
                uses = tuple(use for use in named if use.kind != "all")
                yield from self._state(row, part, low[start:end], uses, "not_covered")
        elif _DEMANDED.match(label) and not self._names_covered(row):
            yield from self._state(row, value, low, tuple(_demanded(low)), "covered")

    def _labeled(self, row: Unit, low: str, labeled: list[Named]) -> list[Named]:
        """What "all FDA-approved indications" are: those that the other fields name; both where they name neither."""
        if not labeled:
            return []
        beside = [use for unit in self._fields[row.section] if not _EXCLUDED.match(_label(unit)) for use in _uses(unit)]
        told = [use for use in beside if set(use.ids) <= set(LABELED)]
        if told:
            return list({use.ids: use for use in told}.values())
        return [] if _SOME.search(low) or beside else labeled[:1]

    def _names_covered(self, row: Unit) -> bool:
        """Whether another field says for which uses the drug is covered."""
        rows = (unit for unit in self._around.outline.units if unit.section == row.section and len(unit.cells) > 1)
        return any(_COVERED.match(_label(unit)) and find_indications(_value(unit)) for unit in rows)

    def _state(
        self, row: Unit, part: Sentence, low: str, uses: tuple[Named, ...], position: str
    ) -> Iterator[Statement]:
        treatments, source = self._around.context.treatments(row)
        treatments = self._around.context.narrowed(treatments, row)
        beside_others = source < SECTION and len(self._fields) > 1  # the title tells no drug beside other grids
        if not uses or not treatments or "other" in treatments or beside_others:
            return
        verdict = Verdict(0, len(low), "covered", "covered" if position == "covered" else "not_covered")
        clause = Clause(
            start=0,
            end=len(low),
            verdict=verdict,
            treatments=(),
            indications=(),
            conditional=position == "covered",
        )
        maker = Maker(self._around, row, part, low, clause, rule="KP004")
        quote = self._around.quoter.quote(row, part.offset, part.offset + len(part.text.rstrip()), part.offset)
        yield from maker.cell(row, Reach(treatments, max(source, SECTION), uses, OWN), quote)


def _label(row: Unit) -> str:
    cell = row.cells[0]
    return " ".join(row.low_of(cell).split())


def _value(row: Unit) -> str:
    cell = row.cells[1]
    return row.low_of(cell)


def _uses(row: Unit) -> list[Named]:
    low = _value(row)
    return [use for use in find_indications(low) if use.kind == "named" and not _OFF_LABEL.match(_label(row))]


def _demanded(low: str) -> list[Named]:
    """The uses that a field demands as diagnosis or that open its criteria; depression yields to its forms."""
    found: dict[str, Named] = {}
    for start, end in sentence_spans(low):
        said = low[start:end]
        for use in find_indications(said):
            if use.kind == "named" and (is_demanded(said[: use.start]) or _OPENS.search(said[: use.start])):
                found.setdefault(use.ids[0], use)
    if any(one in found for one in LABELED):
        found.pop("mdd", None)
    return list(found.values())
