"""Answers from files and flags: read, checked by key and type, and merged with the origin of each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from ketacli.eligibility.keys import KEYS, OUTCOMES, SCALE_MAXIMUM, TRIAL_KEYS, Kind
from ketacli.eligibility.patient import Origin, Patient
from ketacli.errors import AnswersProblem


@dataclass(frozen=True, slots=True)
class Loaded:
    """A patient and what a person should know of the answers ("the key ... is not read by anything")."""

    patient: Patient
    warnings: tuple[str, ...] = ()


def load(files: Iterable[Path] = (), data: Iterable[str] = (), extra: Mapping[str, object] | None = None) -> Loaded:
    """Answers from TOML files and `KEY=VALUE` flags, later ones over earlier ones, flags over files.

    A missing key is unknown. Raises AnswersProblem that names file and key, never the value.
    """
    answers: dict[str, object] = dict(extra or {})
    origins: dict[str, Origin] = dict.fromkeys(answers, "case")
    for path in files:
        for key, value in _read(path).items():
            answers[key] = _checked(key, value, str(path))
            origins[key] = "file"
    for pair in data:
        key, value = _pair(pair)
        _put(answers, key, value)
        origins[key.split(".")[0]] = "flag"
    with_totals(answers, origins)
    return Loaded(Patient(answers, origins), tuple(_unread(answers)))


def check_record(record: Mapping[str, object], where: str) -> Loaded:
    """Answers of one record of a batch, checked like a file's. Raises AnswersProblem."""
    answers = {key: _checked(key, value, where) for key, value in record.items() if value is not None}
    origins: dict[str, Origin] = dict.fromkeys(answers, "batch")
    with_totals(answers, origins)
    return Loaded(Patient(answers, origins), tuple(_unread(answers)))


def with_totals(answers: dict[str, object], origins: dict[str, Origin]) -> None:
    """Put the totals of items that were given into the scores, in place.

    Raises AnswersProblem where a total was given too and is another number.
    """
    from ketacli.eligibility.instruments import phq9, qids_sr16

    for key, scale, scored in (("phq9_items", "phq9", phq9), ("qids_items", "qids", qids_sr16)):
        items = answers.get(key)
        if not isinstance(items, list):
            continue
        table = answers.get("scores")
        scores = dict(table) if isinstance(table, Mapping) else {}
        total = scored(items).total
        if scores.get(scale, total) != total:
            raise AnswersProblem(
                f"scores.{scale} is not the total of {key}", hint="Leave one of them out, or correct it."
            )
        answers["scores"] = scores | {scale: total}
        origins.setdefault("scores", origins.get(key, "file"))


def to_toml(patient: Patient) -> str:
    """The answers as a TOML file that `load` reads again. Only the keys of docs/eligibility.md are written, so that
    names and numbers of a person never get into it by accident."""
    import tomli_w

    kept = {key: patient.answers[key] for key in KEYS if patient.answers.get(key) is not None}
    return tomli_w.dumps(kept)


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text("utf-8")
    except OSError as problem:
        raise AnswersProblem(
            f"{path}: {(problem.strerror or 'cannot be read').lower()}", hint="Name a TOML file."
        ) from problem
    except UnicodeDecodeError as problem:
        raise AnswersProblem(f"{path}: not UTF-8 text", hint="Save the answers as UTF-8 TOML.") from problem
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise AnswersProblem(
            f"{path}: not TOML ({problem})", hint='Write one answer a line, as `age = 42` or `diagnosis = "F33.2"`.'
        ) from problem


def _pair(pair: str) -> tuple[str, object]:
    key, sign, text = pair.partition("=")
    key = key.strip()
    if not sign or not key:
        raise AnswersProblem("--data needs KEY=VALUE", hint="For example --data age=42 --data scores.phq9=17.")
    try:
        value: object = tomllib.loads(f"value = {text.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        value = text.strip()
    return key, value


def _put(answers: dict[str, object], key: str, value: object) -> None:
    head, dot, rest = key.partition(".")
    if not dot:
        answers[key] = _checked(key, value, "--data")
        return
    table = answers.get(head)
    merged = {**(table if isinstance(table, Mapping) else {}), rest: value}
    answers[head] = _checked(head, merged, "--data")


_WORDS: dict[Kind, str] = {
    Kind.NUMBER: "a number",
    Kind.YES_NO: "true or false",
    Kind.TEXT: "text in quotes",
    Kind.LIST: "a list of texts",
    Kind.SCORES: "a table of scores",
    Kind.TRIALS: "a list of tables, [[...]]",
    Kind.COUNT_OR_YES: "a number, or true or false",
    Kind.ITEMS: "a list of nine numbers from 0 to 3",
    Kind.QIDS_ITEMS: "a list of sixteen numbers from 0 to 3",
    Kind.DATE: "a date, 2026-10-01",
    Kind.DATES: "a table of dates, phq9 = 2026-10-01",
}


def _checked(key: str, value: object, where: str) -> object:
    """The value, with `yes`/`no`/`unknown` in words accepted. An unknown key passes; it is warned of later."""
    kind = KEYS.get(key)
    if kind is None:
        return value
    if isinstance(value, str) and kind in (Kind.YES_NO, Kind.COUNT_OR_YES):
        value = {"yes": True, "no": False, "true": True, "false": False}.get(value.strip().lower(), value)
    if value in ("unknown", "", None):
        return None
    if not _fits(kind, value):
        raise AnswersProblem(f"{where}: {key} must be {_WORDS[kind]}", hint="Leave the key out where it is not known.")
    if kind is Kind.SCORES and isinstance(value, Mapping):
        _check_range(key, value, where)
    if kind is Kind.TRIALS and isinstance(value, list):
        _check_outcomes(key, value, where)
    if kind is Kind.NUMBER and isinstance(value, (int, float)) and value < 0:
        raise AnswersProblem(f"{where}: {key} cannot be negative", hint="Leave the key out where it is not known.")
    return value


def _fits(kind: Kind, value: object) -> bool:
    return _CHECKS[kind](value)


def _check_range(key: str, scores: Mapping[str, object], where: str) -> None:
    for scale, total in scores.items():
        highest = SCALE_MAXIMUM.get(scale)
        if highest is not None and isinstance(total, (int, float)) and not 0 <= total <= highest:
            raise AnswersProblem(f"{where}: {key}.{scale} lies between 0 and {highest}", hint="Check the form.")


def _check_outcomes(key: str, rows: Sequence[Mapping[str, object]], where: str) -> None:
    for number, row in enumerate(rows, start=1):
        if row.get("outcome") not in (None, *OUTCOMES):
            raise AnswersProblem(
                f"{where}: {key}, entry {number}: outcome is none of the words for it",
                hint=f"One of: {', '.join(OUTCOMES)}. Leave it out where it is not known.",
            )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _items_fit(value: object, count: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(item, int) and not isinstance(item, bool) and item in range(4) for item in value)
    )


def _is_day(value: object) -> bool:
    if isinstance(value, date):
        return True
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _trial_fits(row: Mapping[str, object]) -> bool:
    return isinstance(row.get("drug"), str) and all(
        _CHECKS[TRIAL_KEYS[key]](value) for key, value in row.items() if key in TRIAL_KEYS and value is not None
    )


_CHECKS: dict[Kind, Callable[[object], bool]] = {
    Kind.NUMBER: _is_number,
    Kind.YES_NO: lambda value: isinstance(value, bool),
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.LIST: lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    Kind.SCORES: lambda value: isinstance(value, Mapping) and all(_is_number(score) for score in value.values()),
    Kind.TRIALS: lambda value: (
        isinstance(value, list) and all(isinstance(row, Mapping) and _trial_fits(row) for row in value)
    ),
    Kind.COUNT_OR_YES: lambda value: _is_number(value) or isinstance(value, bool),
    Kind.ITEMS: lambda value: _items_fit(value, 9),
    Kind.QIDS_ITEMS: lambda value: _items_fit(value, 16),
    Kind.DATE: _is_day,
    Kind.DATES: lambda value: isinstance(value, Mapping) and all(_is_day(day) for day in value.values()),
}


def _unread(answers: Mapping[str, object]) -> Iterator[str]:
    """One sentence for each key that nothing reads, also inside of scores and trials."""
    for key, value in answers.items():
        kind = KEYS.get(key)
        if kind is None:
            yield _stranger(key, KEYS)
        elif kind is Kind.SCORES and isinstance(value, Mapping):
            yield from (_stranger(inner, SCALE_MAXIMUM, f"{key}.") for inner in value if inner not in SCALE_MAXIMUM)
        elif kind is Kind.TRIALS and isinstance(value, list):
            inner_keys = dict.fromkeys(inner for row in value for inner in row)
            yield from (_stranger(inner, TRIAL_KEYS, f"{key}: ") for inner in inner_keys if inner not in TRIAL_KEYS)


def _stranger(key: str, known: Iterable[str], place: str = "") -> str:
    near = get_close_matches(key, list(known), n=1, cutoff=0.6)
    return f"nothing reads the answer {place}{key!r}" + (f"; did you mean {near[0]!r}?" if near else "")
