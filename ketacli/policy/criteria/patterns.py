"""Turns the patterns of the data files into regular expressions, once each and only when they are used."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from ketacli.policy import lazy_re as re
from ketacli.policy.criteria.quantities import MARK
from ketacli.policy.prepared import worked_out
from ketacli.policy.words import vocabulary

_MACRO = re.compile(r"\{([a-z_]+)\}")


@cache
def rules_data() -> dict[str, Any]:
    """The rules, macros and cues of criteria."""
    return vocabulary("criteria")


@cache
def words_data() -> dict[str, Any]:
    """The names that criteria use: scales, therapies, conditions, prescribers, scope and lead-in words."""
    return vocabulary("criteria_words")


@cache
def pattern(source: str) -> re.Pattern[str]:
    """One pattern of the data files: macros filled in, `{n}` an amount, a blank any white space."""
    return re.compile(_regex(source))


@cache
def any_pattern(*sources: str) -> re.Pattern[str]:
    """A pattern that finds any of several; a tuple, so that it can be remembered."""
    return re.compile("|".join(f"(?:{_regex(source)})" for source in sources))


@cache
def cue(name: str) -> re.Pattern[str]:
    """The cues of one list of `[cues]`."""
    return any_pattern(*rules_data()["cues"][name])


@cache
def words(table: str, key: str) -> re.Pattern[str]:
    """The patterns of one key of a table of `criteria_words`."""
    return any_pattern(*words_data()[table][key])


@cache
def named(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every name of a table with its pattern, in the order of the file."""
    return tuple((name, any_pattern(*sources)) for name, sources in words_data()[table].items())


@lru_cache(maxsize=4096)
def named_in(table: str, low: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those of `named` whose letters stand in a text: no other can match there."""
    rows = named(table)
    return tuple(rows[at] for at in _together(table).standing_in(low))


@cache
def _together(table: str) -> re.Several:
    return re.Several([regex for _, regex in named(table)])


def _regex(source: str) -> str:
    return worked_out("criteria", source, lambda each: _blanks(_expand(each)))


def _expand(source: str) -> str:
    macros = rules_data()["macros"]
    done = source
    while True:
        wider = _MACRO.sub(lambda found: _macro(found[1], macros), done)
        if wider == done:
            return done
        done = wider


def _macro(name: str, macros: dict[str, str]) -> str:
    if name == "n":
        return f"(?P<n>{MARK}+)"
    return macros[name] if name in macros else str(words_data()["prescriber_act"][name])


def _blanks(source: str) -> str:
    """Blanks as any white space; one character wide inside a class and a look-behind, where `re` wants it so."""
    out: list[str] = []
    in_class = escaped = False
    behind = 0
    for place, char in enumerate(source):
        if source.startswith(("(?<!", "(?<="), place):
            behind = 1
        elif behind and not in_class and not escaped:
            behind += {"(": 1, ")": -1}.get(char, 0)
        if char == " " and not escaped:
            out.append(
                r"\s" if in_class or behind else r"(?:\s*)" if source[place + 1 : place + 2] == "?" else r"(?:\s+)"
            )
        else:
            out.append(char)
        if not escaped and char in "[]":
            in_class = char == "["
        escaped = char == "\\" and not escaped
    return "".join(out).replace(r"(?:\s*)?", r"\s*").replace(r"(?:\s+)", r"\s+")


def leads_absences(low: str) -> bool:
    """Whether a lead-in says that none of its items may be present."""
    return words("lead_in", "none").search(low) is not None and cue("negative").search(low) is not None
