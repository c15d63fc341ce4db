"""Gold records written as plain lists (`NAME.gold`) made into the JSON that the scorer reads.

A line is `WORDS | QUOTE`; the quote is looked up in the document, which gives its page. `docs/gold.md` shows the form.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from tests.tools import letters

SIGNS = {">=": "at_least", "<=": "at_most", ">": "more_than", "<": "less_than", "=": "equal"}
UNITS = {
    "age_min": "years",
    "age_max": "years",
    "prior_trials": "trials",
    "augmentation_trial": "trials",
    "distinct_classes": "classes",
    "observation": "hours",
    "severity_scale": "points",
}
OUTSIDE_TREE = ("prior_authorization", "approval_duration")
NUMBER_FIELDS = re.compile(r"-?\d+(\.\d+)?")
Pages = list[str]


class Wrong(ValueError):
    """A line that cannot be read, or a quote that the document does not hold."""


class Finder:
    """Looks quotes up in the pages of one document, whatever the white space and the hyphens at line ends."""

    def __init__(self, pages: Pages, name: str) -> None:
        self.pages = pages
        self.loose = [loosen(page) for page in pages]
        self.name = name

    def cite(self, quote: str) -> dict[str, Any]:
        """Page (1-based) and the passage as the page has it; an empty quote is no passage. Raises `Wrong`."""
        wanted = loosen(quote)[0]
        if not wanted:
            return {"page": None, "quote": None}
        for number, (text, places) in enumerate(self.loose, 1):
            at = text.find(wanted)
            if at >= 0:
                passage = self.pages[number - 1][places[at] : places[at + len(wanted) - 1] + 1]
                tail = quote.rstrip()[len(quote.rstrip().rstrip("-")) :]
                return {"page": number, "quote": tidy(passage) + tail}
        raise Wrong(f"{self.name}: not in the document: {quote!r}")


STRAIGHT = str.maketrans("’‘“”", "''\"\"")
INVISIBLE = "\u00ad\ufffe\u0002\u200b\u2060\ufeff"


def loosen(text: str) -> tuple[str, list[int]]:
    """Text without white space, invisible characters and hyphens, quotes made straight, and each character's place."""
    text = text.translate(STRAIGHT)
    kept = [(char, at) for at, char in enumerate(text) if not char.isspace() and char not in INVISIBLE + "-"]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def tidy(passage: str) -> str:
    """A passage of a page with white space folded and line-end hyphens joined."""
    return " ".join(re.sub(f"[{INVISIBLE}]\\s*", "", passage).split())


def words_of(line: str) -> tuple[list[str], str]:
    """The words before the bar and the quote behind it."""
    head, _, quote = line.partition(" | ")
    return shlex.split(head.strip().rstrip("|")), quote.strip()


def value_of(word: str) -> Any:
    """A number where the word is one, true and false, else the word."""
    if NUMBER_FIELDS.fullmatch(word):
        return float(word) if "." in word else int(word)
    return {"true": True, "false": False}.get(word, word)


def criterion(line: str, group: tuple[str, str, str], ident: str, finder: Finder) -> dict[str, Any]:
    """One criterion: `[~?-]TYPE [SIGN NUMBER [UNIT]] ["TEXT"] [within=DAYS] | QUOTE`."""
    words, quote = words_of(line)
    flags = re.match(r"[~?-]*", words[0]).group()  # type: ignore[union-attr]
    kind, rest = words[0][len(flags) :], words[1:]
    treatment, indication, scope = group
    row: dict[str, Any] = {"id": ident, "type": kind, "number": None, "unit": None, "comparison": None, "text": None}
    extra: dict[str, Any] = {}
    for word in rest:
        if "=" in word and re.match(r"[a-z_]+=.", word):
            key, _, value = word.partition("=")
            extra[{"within": "within_days"}.get(key, key)] = value_of(value)
        elif word in SIGNS:
            row["comparison"] = SIGNS[word]
        elif row["number"] is None and NUMBER_FIELDS.fullmatch(word):
            row |= {"number": value_of(word), "unit": UNITS.get(kind)}
        elif row["number"] is not None and kind not in UNITS and row["unit"] is None:
            row["unit"] = word
        else:
            row["text"] = word
    row |= {"scope": scope, "treatment": treatment, "indication": indication}
    row["required"] = None if "?" in flags else "-" not in flags
    return row | extra | finder.cite(quote) | ({"optional": True} if "~" in flags else {})


def tree_of(lines: list[tuple[int, str]], leaves: dict[int, dict[str, Any]], under_any: bool) -> list[Any]:
    """Nodes of the logic tree: `all`, `any` and `at_least N` lines hold what is indented below them."""
    nodes: list[Any] = []
    place = 0
    while place < len(lines):
        indent, line = lines[place]
        end = place + 1
        while end < len(lines) and lines[end][0] > indent:
            end += 1
        word = line.split()[0]
        if word in ("all", "any"):
            inner = tree_of(lines[place + 1 : end], leaves, word == "any")
            nodes += [{word: inner}] if inner else []
        elif word == "at_least":
            nodes.append({"at_least": int(line.split()[1]), "of": tree_of(lines[place + 1 : end], leaves, True)})
        else:
            leaf = leaves[id(lines[place])]
            exempt = leaf["required"] is False and under_any
            if leaf["type"] not in OUTSIDE_TREE and (leaf["required"] or exempt):
                nodes.append(leaf["id"])
        place = end
    return nodes


def criteria_of(head: list[str], lines: list[tuple[int, str]], finder: Finder, start: int) -> tuple[list[Any], Any]:
    """The criteria of one group (treatment, indication, scope) and its tree."""
    group = (head[0], head[1], head[2])
    leaves: dict[int, dict[str, Any]] = {}
    for entry in lines:
        if entry[1].split()[0] not in ("all", "any", "at_least"):
            leaves[id(entry)] = criterion(entry[1], group, f"c{start + len(leaves)}", finder)
    tree = tree_of(lines, leaves, False)
    where = {"treatment": group[0], "indication": group[1], "scope": group[2]}
    return list(leaves.values()), {**where, "tree": {"all": tree}} if tree else None


def position(words: list[str], quote: str, below: list[str], finder: Finder) -> dict[str, Any]:
    """One position with what stands indented below it: otherwise, accept, applies_to, note, optional, inferred."""
    row: dict[str, Any] = dict(zip(("treatment", "indication", "position"), words, strict=True))
    row |= {"inferred": False, **finder.cite(quote)}
    for line in below:
        inner, cited = words_of(line)
        key, rest = inner[0], inner[1:]
        if key == "otherwise":
            row["otherwise"] = {"position": rest[0], **finder.cite(cited)}
        elif key in ("optional", "inferred", "general_clause"):
            row[key] = True
        elif key == "accept":
            row["accept"] = rest
        else:
            row[key] = " ".join(rest)
    return row


def fields(lines: list[tuple[int, str]], finder: Finder) -> dict[str, Any]:
    """`KEY VALUE | QUOTE` lines; what is indented below a key without a value is a table of its own."""
    out: dict[str, Any] = {}
    evidence: dict[str, Any] = {}
    place = 0
    while place < len(lines):
        indent, line = lines[place]
        end = place + 1
        while end < len(lines) and lines[end][0] > indent:
            end += 1
        words, quote = words_of(line)
        inside = lines[place + 1 : end]
        if words[0] == "example":
            out.setdefault("examples", []).append({"name": words[1], **flat(words[2:]), **finder.cite(quote)})
        elif words[0] == "conflict":
            row = {"value": value_of(words[2]), **finder.cite(quote)}
            out.setdefault("conflict", {}).setdefault(words[1], []).append(row)
        elif any("=" in word for word in words[1:]) or (words[0].startswith("row:")):
            out[words[0].removeprefix("row:")] = flat(words[1:]) | finder.cite(quote)
        elif inside:
            out[words[0]] = fields(inside, finder)
        else:
            out[words[0]] = value_of(" ".join(words[1:])) if len(words) > 1 else None
            if quote:
                evidence[words[0]] = finder.cite(quote)
        place = end
    return out | ({"evidence": evidence} if evidence else {})


def flat(words: list[str]) -> dict[str, Any]:
    """`key=value` words as a table."""
    return {key: (None if value == "null" else value_of(value)) for key, _, value in (w.partition("=") for w in words)}


def row_defaults(tier: dict[str, Any]) -> None:
    """Give every benefit row of a tier all four cells."""
    for row in tier.values():
        if isinstance(row, dict) and ("copay" in row or "coinsurance_percent" in row or "not_covered" in row):
            for key, nothing in (("copay", None), ("coinsurance_percent", None), ("after_deductible", None)):
                row.setdefault(key, nothing)
            row.setdefault("not_covered", False)


APPEALS = (
    *("internal_days", "internal_from", "second_level_days", "decision_days_preservice", "decision_days_postservice"),
    *("expedited_hours", "external_days", "external_months", "state_hearing_days"),
    *("address", "fax", "phone", "urgent_phone"),
)


def document_of(lines: list[tuple[int, str]], pages: Pages, finder: Finder) -> dict[str, Any]:
    """The facts of the document itself with their evidence."""
    out: dict[str, Any] = {
        "kind": None, "payer": None, "policy_number": None, "title": None, "effective_date": None, "review_date": None,
        "superseded": False, "lines_of_business": None, "pages": len(pages), "unread_pages": [], "evidence": {},
    }  # fmt: skip
    for _, line in lines:
        words, quote = words_of(line)
        key, value = words[0], " ".join(words[1:])
        if key == "kind":
            out["kind"], *others = words[1:]
            out |= {"kind_accept": others} if others else {}
        elif key == "lines_of_business":
            out[key] = words[1:]
        else:
            out[key] = True if key == "superseded" else value
        if quote:
            out["evidence"][key] = finder.cite(quote)
    return out


def blocks_of(text: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """Top-level lines, each with the lines indented below it. `#` lines are remarks."""
    blocks: list[tuple[str, list[tuple[int, str]]]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if raw[0] == " ":
            blocks[-1][1].append((len(raw) - len(raw.lstrip()), line))
        else:
            blocks.append((line, []))
    return blocks


def compile_gold(source: Path, file: str, pages: Pages) -> dict[str, Any]:
    """The JSON record of `source` for the document `file` whose pages read `pages`. Raises `Wrong`."""
    finder = Finder(pages, file)
    record: dict[str, Any] = {
        "file": file, "tests": [], "document": {}, "positions": [], "criteria": [], "logic": [], "codes": [],
        "appeals": None, "benefits": None, "must_not_be_read": [],
    }  # fmt: skip
    for head, below in blocks_of(source.read_text("utf-8")):
        try:
            add_block(record, head, below, pages, finder)
        except (KeyError, IndexError, TypeError, ValueError) as problem:
            raise Wrong(f"{source.name}, at {head!r}: {problem}") from problem
    ids = [row["id"] for row in record["criteria"]]
    if len(ids) != len(set(ids)):
        raise Wrong(f"{source.name}: ids repeat")
    return record


def add_block(record: dict[str, Any], head: str, below: list[tuple[int, str]], pages: Pages, finder: Finder) -> None:
    """Read one top-level block into the record."""
    words, quote = words_of(head)
    key = words[0]
    if key == "document":
        record["document"] = document_of(below, pages, finder)
    elif key == "criteria":
        rows, logic = criteria_of(words[1:], below, finder, len(record["criteria"]) + 1)
        record["criteria"] += rows
        record["logic"] += [logic] if logic else []
    elif key in ("position", "code", "never"):
        add_row(record, words, quote, [line for _, line in below], finder)
    elif key in ("appeals", "appeals_optional", "benefits", "benefits_optional"):
        record[key] = (dict.fromkeys(APPEALS) if key == "appeals" else {}) | fields(below, finder)
        for tier in ("in_network", "out_of_network"):
            row_defaults(record[key].get(tier) or {})
    elif key in ("denial", "eob"):
        lines = [(said, finder.cite(passage)) for said, passage in (words_of(line) for _, line in below)]
        record.setdefault("denial", None)
        made = letters.explanation(lines) if key == "eob" else letters.letter(lines, record["appeals"], record["codes"])
        record[key] = made
    elif key in ("tests", "not_scored", "notes"):
        record.setdefault(key, []).append(" ".join(words[1:]))
    elif key == "incomplete":
        record.setdefault("complete", {}).update(dict.fromkeys(words[1:], False))
    else:
        raise Wrong(f"no such block: {key}")


def add_row(record: dict[str, Any], words: list[str], quote: str, below: list[str], finder: Finder) -> None:
    """Add a position, a code or a passage that must not be read."""
    if words[0] == "position":
        record["positions"].append(position(words[1:], quote, below, finder))
    elif words[0] == "code":
        row = {"code": words[2], "system": words[1], "status": words[3], **finder.cite(quote)}
        record["codes"].append(row | ({"optional": True} if "optional" in words else {}))
    else:
        passage, _, why = quote.partition(" || ")
        seen = {"page": None, "quote": passage.strip()} if "unseen" in words else finder.cite(passage)
        record["must_not_be_read"].append(seen | {"why": why.strip()})
