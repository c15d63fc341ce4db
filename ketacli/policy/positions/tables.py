"""Reads table rows: a verdict in a cell or a column's header, with treatment and indication of its row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

from ketacli.policy import lazy_re as re
from ketacli.policy.grid_places import states_criteria
from ketacli.policy.outline import Sentence, Unit
from ketacli.policy.positions.clauses import Clause, read_clauses
from ketacli.policy.positions.context import ids_of, is_chapter
from ketacli.policy.positions.criteria_rows import covered_by_criteria
from ketacli.policy.positions.indications import Named, find_indications
from ketacli.policy.positions.legends import CONDITIONS, Meaning, read_legend
from ketacli.policy.positions.lexicons import verdict_words
from ketacli.policy.positions.making import Maker, Reach, Surroundings
from ketacli.policy.positions.statements import LEAD, NOWHERE, OWN, Statement
from ketacli.policy.positions.treatments import BARE, Mention, find_treatments, routes_alone
from ketacli.policy.positions.verdicts import Verdict, find_verdicts
from ketacli.policy.reading import PositionWord
from ketacli.policy.sentences import sentence_spans
from ketacli.policy.words import vocabulary
from ketacli.records import positional

_CODES = re.compile(
    r"(?<!\w)(?:cpt|hcpcs|icd|(?<!reason )(?<!denial )(?<!action )(?<!status )codes?|ndc|modifier)(?!\w)"
)
_MONEY = re.compile(r"[$%]|(?<!\w)(?:copay|coinsurance|deductible|network)")
_YES = re.compile(r"^\s*(?:yes|x|✓|✔|•|●|☑|☒|y|covered)\W*(?:$|[,;(–-]|with|if|when|pa\b|prior)")
_NO = re.compile(r"^\s*(?:no|n|never|none|✗|✘)\s*[.;,(–-]|^\s*(?:no|n|never|✗|✘)\s*$")
_SHARE = re.compile(r"\d\s*%|\$\s*\d|copay|no charge")
_INCLUDES = re.compile(r"^\W*(?:(?:this|it|benefit|coverage)\s+)?(?:also\s+)?includes?\s+(?!no(?!\w))")
"""A limit or note beside a price that says what the price is for ("Includes … visits with preauthorization")."""
_AT_ISSUE = re.compile(
    r"[^.;]{0,200}(?<!\w)(?:issues?|categor(?:y|ies))(?:\s+\w+){0,2}\s*:\s*(?:experimental|investigational|not medic)"
)
"""What a case was about ("Issue: Experimental/Investigational"): its outcome is told elsewhere."""
_BULLET = re.compile(r"[^•◦▪■●\s][^•◦▪■●]*")
_USES_LABEL = re.compile(
    r"\s*(?:(?P<no>(?:non|not)[\s-]*(?:covered|approv\w+|eligible|payable)|excluded|uncovered|unapproved)|"
    r"(?P<odd>unproven|investigational|experimental)|covered|approved|approvable|eligible|payable)\s+"
    r"(?:uses?|indications?|conditions?|diagnos[ei]s|dx)\s*:?\s*$"
    r"|\s*(?:uses?|indications?|conditions?|diagnos[ei]s|dx)\s+(?:(?:that|which)\s+are\s+)?"
    r"(?:(?P<never>not\s+(?:covered|approv\w+|eligible)|excluded)|(?P<new>unproven|investigational|"
    r"experimental)|covered)\s*:?\s*$"
)
_OF_LIMITS = re.compile(
    r"(?<!\w)(?:prior auth\w*|preauth\w*|precert\w*|pa|step(?: therapy)?|quantity|ql|limits?|rems|specialty|"
    r"tier|required|needed|"
    r"restrictions?|telehealth)(?!\w)"
)
"""A column on the manner of coverage: "yes" in it says nothing of coverage itself."""
_PAYERS = re.compile(
    r"(?<!\w)(?:payers?|payors?|insurers?|carriers?|competitors?|comparators?|organi[sz]ations?|other plans?)(?!\w)"
)
_PLACE = re.compile(r"\s*(?:where|places?|sites?|settings?|locations?|venue)(?!\w)")
_USE_COLUMN = re.compile(r"(?<!\w)(?:conditions?|uses?|indications?|diagnos[ei]s|purposes?|for)(?!\w)")
_ANY_USE = re.compile(
    r"\W*(?:any|all|every)(?:\s+(?:use|condition|indication|diagnosis|purpose|uses|conditions|"
    r"indications|diagnoses))?\W*"
)
_LED_BY = re.compile(r",|(?<!\w)(?:for|to treat|in)(?!\w)|\(")
_GOING_ON = re.compile(
    r"^(?=.{0,160}$)(?!.*(?<!\w)(?:initial|new start|first request|either)(?!\w)).*"
    r"(?<!\w)(?:maintenance|continuation|continued|renewals?|re-?authori[sz]ation|repeat (?:series|course)|boosters?)"
    r"(?!\w)",
    re.DOTALL,
)
"""A label of requests to go on: a refusal in its row leaves the start open."""
_GIVEN = re.compile(r"(?:^|[.;]\s+)(?:when |if )?(?:given|administered|delivered|infused|used|taken)(?=\s)")
_LONGEST_ROW = 360
_Found = TypeVar("_Found")


@positional
class _Said:
    """The verdict of one cell."""

    cell: int
    clause: Clause
    start: int = 0
    end: int | None = None
    """The stretch of the cell that it speaks for; the whole cell where `end` is None."""
    is_part: bool = False
    """Whether another verdict of the cell says the opposite, so that it speaks for its own clause alone."""


@cache
def plain_words() -> dict[str, Meaning]:
    """Words that decide where they fill a cell by themselves."""
    words = vocabulary("verdicts")["cells"]
    asks = set(words["criteria"])
    found: dict[str, Meaning] = {}
    for position in ("covered", "not_covered", "experimental", "not_medically_necessary"):
        found.update({word: (position, word in asks) for word in words[position]})
    return found


class RowReader:
    """Reads table rows. One for each document."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._legend = read_legend(around.outline)
        self._full: tuple[int, Unit] | None = None
        """The last row whose first column is filled, with the last row after it that goes on with its cell."""

    def read(self, row: Unit, label: tuple[Unit, Verdict] | None = None) -> Iterator[Statement]:
        """Statements of one row; none for header rows, code tables and cost sharing.

        `label` is the line above that decides on all that the rows list ("Services your plan does NOT cover").
        """
        self._note_row(row)
        if row.is_header_row or not row.cells or self._is_others(row) or verdict_words("void", "past").has(row.low):
            return
        off_topic = _is_off_topic(row)
        lows = [row.low_of(cell) for cell in row.cells]
        said = _of_uses(row, lows) or [one for at, low in enumerate(lows) for one in self._verdicts_of(at, low, row)]
        if said and ("issue" in row.low or "categor" in row.low):
            said = [one for one in said if not _AT_ISSUE.match(lows[one.cell])]
        if not said and label is not None:
            yield from self._listed(row, *label)
        if not said and not off_topic and states_criteria(row):
            yield from covered_by_criteria(self._around, row, self._quote(row, row.cells[0]))
        if off_topic:
            # Cost sharing and codes decide nothing, but a cell of theirs may hold a whole sentence that does.
            said = [one for one in said if one.clause.treatments]
            if not said:
                yield from self._priced(row, lows)
            yield from self._included(row, lows)
        for one in said:
            yield from self._statements(row, lows, one, {other.cell for other in said})

    def _note_row(self, row: Unit) -> None:
        """Remember a row whose first cell may reach down into the next ones."""
        if self._full is not None and self._full[0] == row.index - 1 and _goes_on(self._full[1], row):
            self._full = row.index, self._full[1]
        else:
            self._full = (row.index, row) if row.headers and not row.is_header_row else None

    def _reaching_down(self, row: Unit) -> list[str]:
        """Texts of the first cells of a row above that span this one, which lacks the columns they stand in."""
        if self._full is None or self._full[0] != row.index or self._full[1] is row:
            return []
        above = self._full[1]
        spanned = above.cells[: len(above.headers) - len(row.headers)]
        return [above.low_of(cell) for cell in spanned]

    def _is_others(self, row: Unit) -> bool:
        """Whether a row of a table that compares payers is on another one than this document's."""
        first = row.cells[0].text.strip()
        if self._around.holders.names_other(first):
            return True
        return (
            bool(row.headers)
            and _PAYERS.search(row.headers[0].lower()) is not None
            and not self._around.holders.is_own(first)
        )

    def _listed(self, row: Unit, heading: Unit, verdict: Verdict) -> Iterator[Statement]:
        """What the cells of a list of services name, each bullet for itself."""
        clause = _clause(heading.low, verdict)
        sentence = Sentence(page=heading.page, start=heading.start, end=heading.end, text=heading.text)
        maker = Maker(self._around, heading, sentence, heading.low, clause, rule="KP003")
        for found in _BULLET.finditer(row.low):
            drugs = tuple(one for one in ids_of(find_treatments(found[0])) if one != "other")
            uses = tuple(find_indications(found[0]))
            if drugs and not verdict_words("limits").has(found[0]):
                reach = Reach(self._around.context.narrowed(drugs, row), OWN, uses, OWN if uses else NOWHERE)
                yield from maker.cell(
                    row, reach, self._around.quoter.quote(row, found.start(), found.end(), found.start())
                )

    def _included(self, row: Unit, lows: list[str]) -> Iterator[Statement]:
        """A treatment that a benefit's row says is part of it."""
        if not any(_SHARE.search(low) for low in lows) or any(plain_words().get(low.strip(" .")) for low in lows[1:]):
            return
        for at, low in enumerate(lows):
            found = [mention for mention in find_treatments(low) if mention.ids != ("other",)]
            if not found or not _INCLUDES.search(low) or find_verdicts(low):
                continue
            asks = CONDITIONS.search(low) is not None or verdict_words("condition", "flags").has(low)
            clause = _clause(low, Verdict(0, len(low), "covered", "covered"), asks=asks)
            maker = Maker(self._around, row, _as_sentence(row, row.cells[at]), low, clause, rule="KP004")
            uses = tuple(find_indications(low))
            reach = Reach(self._around.context.narrowed(ids_of(found), row), OWN, uses, OWN if uses else NOWHERE)
            yield from maker.cell(row, reach, self._quote(row, row.cells[at]))

    def _priced(self, row: Unit, lows: list[str]) -> Iterator[Statement]:
        """A row that names a treatment for a use and what the member pays for it: a covered service."""
        drugs, uses = ids_of(find_treatments(lows[0])), tuple(find_indications(lows[0]))
        if "other" in drugs or not (drugs and uses) or not any(_SHARE.search(low) for low in lows[1:]):
            return
        clause = _clause(lows[0], Verdict(0, len(lows[0]), "covered", "covered"), asks=True)
        maker = Maker(self._around, row, _as_sentence(row, row.cells[0]), lows[0], clause, rule="KP004")
        reach = Reach(self._around.context.narrowed(drugs, row), OWN, uses, OWN)
        yield from maker.cell(row, reach, self._quote(row, row.cells[0]))

    def _statements(self, row: Unit, lows: list[str], said: _Said, deciding: set[int]) -> Iterator[Statement]:
        at, cell = said.cell, row.cells[said.cell]
        low = lows[at][said.start : said.end]
        if said.is_part:
            low = _only(low, said.clause)
        header = row.headers[at].lower() if at < len(row.headers) else ""
        beside = [low for index, low in enumerate(lows) if index not in deciding] + self._reaching_down(row)
        drugs, drug_from = self._nearest(find_treatments, low, header, beside)
        drugs = _with_route(low, drugs, beside)
        treatments = ids_of(drugs) or next(filter(None, map(routes_alone, beside)), ())
        if not treatments and "ketamine" in " ".join((*row.headers, self._around.heading(row) or "")).lower():
            treatments = next(filter(None, (routes_alone(_LED_BY.split(low, maxsplit=1)[0]) for low in beside)), ())
        if treatments and not drugs:
            drug_from = OWN
        if not treatments:
            treatments, drug_from = self._around.context.treatments(row)
        events = [one for one in beside if not is_chapter(one)]
        uses, use_from = self._nearest(find_indications, low, header, events)
        if not uses and not _is_for_any(row, lows):
            uses, use_from = self._around.context.indications(row, treatments)
        if drug_from != OWN and row.headers and _PLACE.match(row.headers[0].lower()):
            return  # where something may be given says nothing of the treatment itself
        if not treatments or treatments == ("other",):
            return
        maker = Maker(self._around, row, _as_sentence(row, cell), low, said.clause, rule="KP004")
        if maker.position == "not_addressed" or (not maker.covers and any(map(_GOING_ON.search, beside))):
            return
        reach = Reach(
            self._around.context.narrowed(treatments, row), drug_from, _main(uses), use_from if uses else NOWHERE
        )
        yield from maker.cell(row, reach, self._quote(row, cell))

    def _verdicts_of(self, at: int, low: str, row: Unit) -> list[_Said]:
        """The verdict of a cell: its own words, the legend's, or its header's where the cell names what for."""
        own = [clause for clause in read_clauses(low) if clause.verdict.kind in ("label", "predicate", "list")]
        if own and (at or any(clause.treatments or clause.verdict.kind == "predicate" for clause in own)):
            opposed = len({clause.verdict.position == "covered" for clause in own}) > 1
            text = row.cells[at].text
            return (
                _by_sentence(at, text, low, own)
                or (_by_use(at, text, low) if opposed else [])
                or [_Said(at, clause, is_part=opposed) for clause in own]
            )
        if own:
            return []  # the first column labels its row ("Excluded if present")
        header = row.headers[at].lower() if at < len(row.headers) else ""
        if _OF_LIMITS.search(header):
            return []
        short = _in_words(low)
        if at and (found := self._legend.get(short) or plain_words().get(short)):
            return [_Said(at, _clause(low, Verdict(0, len(low), "covered", found[0]), asks=found[1]))]
        heading = [verdict for verdict in find_verdicts(header) if verdict.kind != "criteria"] if header else []
        if not heading:
            return []
        verdict = heading[0]
        asks = CONDITIONS.search(header) is not None or CONDITIONS.search(low) is not None
        if _NO.match(low):
            position: PositionWord = "not_covered" if verdict.position == "covered" else "not_addressed"
            return [_Said(at, _clause(low, Verdict(0, len(low), verdict.axis, position)))]
        if _YES.match(low) or find_treatments(low) or find_indications(low):
            return [_Said(at, _clause(low, Verdict(0, len(low), verdict.axis, verdict.position), asks=asks))]
        return []

    @staticmethod
    def _nearest(
        find: Callable[[str], list[_Found]], own: str, header: str, beside: list[str]
    ) -> tuple[list[_Found], int]:
        """What the cell itself names, else its column's header, else the row's other cells, the first before all."""
        for text, source in ((own, OWN), *((low, OWN) for low in beside), (header, LEAD)):
            if found := find(text):
                return found, source
        return [], NOWHERE

    def _quote(self, row: Unit, cell: Sentence) -> tuple[int, str]:
        end = max(one.offset + len(one.text) for one in row.cells)
        if end > _LONGEST_ROW:
            end = cell.offset + len(cell.text)
        if end <= _LONGEST_ROW:
            return self._around.quoter.quote(row, 0, end, cell.offset)
        return self._around.quoter.quote(row, cell.offset, cell.offset + len(cell.text), cell.offset)


def _of_uses(row: Unit, lows: list[str]) -> list[_Said]:
    """Verdicts on the uses that a row lists beside their label ("Covered uses | A; B. All others: not covered"), each
    sentence for itself where it decides itself."""
    label = _USES_LABEL.match(lows[0]) if len(lows) == 2 else None
    if label is None:
        return []
    position: PositionWord = "covered"
    if label["no"] or label["never"]:
        position = "not_covered"
    elif label["odd"] or label["new"]:
        position = "experimental"
    found: list[_Said] = []
    for start, end in sentence_spans(row.text[row.cells[1].offset : row.cells[1].offset + len(row.cells[1].text)]):
        low = lows[1][start:end]
        own = [clause for clause in read_clauses(low) if clause.verdict.kind in ("label", "predicate")]
        if own:
            found += [_Said(1, clause, start, end) for clause in own]
        elif find_indications(low):
            found.append(_Said(1, _clause(low, Verdict(0, len(low), "covered", position), asks=True), start, end))
    return found


def _by_sentence(at: int, text: str, low: str, own: list[Clause]) -> list[_Said]:
    """Verdicts of a chart's cell of several sentences, each for its own sentence where that names the treatment: what
    another sentence of the cell names is not meant. Empty where a sentence decides on what another one names."""
    spans = sentence_spans(text) if ". " in low else []
    if len(spans) < 2 or not all(clause.treatments for clause in own):
        return []
    found: list[_Said] = []
    for start, end in spans:
        found += [_Said(at, clause, start, end) for clause in read_clauses(low[start:end]) if clause.treatments]
    return found if len(found) == len(own) and len({one.start for one in found}) == len(own) else []


def _by_use(at: int, text: str, low: str) -> list[_Said]:
    """Opposite verdicts of a cell, each for its own sentence where every such sentence names its use ("Paid with
    anesthesia. Given by infusion for pain it is unproven, and not paid."). Empty where one names none."""
    found: list[_Said] = []
    for start, end in sentence_spans(text):
        if clauses := read_clauses(low[start:end]):
            opposed = len({clause.verdict.position == "covered" for clause in clauses}) > 1
            if opposed or not find_indications(low[start:end]):
                return []
            found.append(_Said(at, clauses[0], start, end))
    return found


def _with_route(low: str, drugs: list[Mention], beside: list[str]) -> list[Mention]:
    """Ketamine without a route of its own takes the routes that another cell of the row gives it ("Ketamine, compounded
    (troche, cream)"), or those with which a sentence of its cell begins ("Given by infusion for …")."""
    if [one.ids for one in drugs] != [(BARE,)]:
        return drugs
    given = _GIVEN.search(low)
    for text in [*beside, f"ketamine {low[given.start() :]}"] if given else beside:
        found = find_treatments(text)
        if len(found) == 1 and found[0].ids[0].startswith("ketamine_") and BARE not in found[0].ids:
            return found
    return drugs


def _is_for_any(row: Unit, lows: list[str]) -> bool:
    """Whether a cell under "Condition" says that the row is for any."""
    cells = zip(row.headers, lows, strict=False)
    return any(_USE_COLUMN.search(header.lower()) and _ANY_USE.fullmatch(low) for header, low in cells)


def _goes_on(above: Unit, row: Unit) -> bool:
    """Whether a row has the last columns of the one above and lacks its first ones."""
    missing = len(above.headers) - len(row.headers)
    return bool(row.headers) and missing > 0 and all(row.headers) and above.headers[missing:] == row.headers


def _in_words(low: str) -> str:
    """A short cell with its check mark as a word ("✓ (PA)" is "yes pa")."""
    for mark, word in (("\u2713", "yes"), ("\u2714", "yes"), ("\u2717", "no"), ("\u2718", "no")):
        low = low.replace(mark, f"{word} ")
    return " ".join(re.sub(r"[()*\u2020.,;]", " ", low).split())


def _only(low: str, clause: Clause) -> str:
    """A cell with the verdicts that stand beside a clause blanked ("TRD: covered. PTSD: not covered.")."""
    return " " * clause.start + low[clause.start : clause.end] + " " * (len(low) - clause.end)


def _clause(low: str, verdict: Verdict, *, asks: bool = False) -> Clause:
    return Clause(start=0, end=len(low), verdict=verdict, treatments=(), indications=(), conditional=asks)


def _main(uses: list[Named]) -> tuple[Named, ...]:
    return tuple(uses)


def _as_sentence(row: Unit, cell: Sentence) -> Sentence:
    return Sentence(page=row.page, start=cell.start, end=cell.end, text=cell.text, offset=cell.offset)


def _is_off_topic(row: Unit) -> bool:
    headers = " | ".join(row.headers).lower()
    return bool(_CODES.search(headers) or _MONEY.search(headers) or _MONEY.search(row.low))
