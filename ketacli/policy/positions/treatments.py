"""Finds the treatments that a text names, each with the route that stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from ketacli.policy import lazy_re as re
from ketacli.policy.lexicon import Lexicon
from ketacli.policy.remembered import remembered
from ketacli.policy.words import phrase_pattern, vocabulary
from ketacli.records import positional

_PARENTERAL = ("ketamine_iv", "ketamine_im", "ketamine_sc")
_WINDOW = 90
_EXAMPLE = re.compile(
    r"^[\s,(]*(?:e\.g\.|eg|i\.e\.|such as|including|like|for example|namely)[\s,]*(?:\w+(?:,? (?:or|and)|,)\s+)?$"
)
_BRACKET = re.compile(r"^\s*\(\s*(?:[a-z]+(?:,? (?:or|and)|,)\s+){0,3}$")
_OWN_ROUTE = re.compile(
    r"^[\s,(]*(?:\(?kap\)?[\s,(]*)?(?:with|by|using|under|whatever|regardless of|via|through)(?:\s+the)?\s*$"
)
_LEAD = re.compile(r"\W*(?:(?:no|yes|note)\W+)?(?:(?:any|all|the|compounded|custom|home|mail-order)\s+)*")
_JOINT = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|and\s+|or\s+|/\s*)")
_ENDS_LIST = re.compile(r"\s*(?:[.;:]|$|(?:is|are)(?!\w))")
"""After a list of routes that no further drug follows ("Oral ketamine, troches, nasal spray.")."""
_SPRAY = re.compile(r"\W{1,3}(?:(?:hydrochloride|hcl)\W+)?(?:intra)?nasal(?:\s+spray)?(?!\w)")
"""What belongs to the name of esketamine, and is no route of the ketamine that may come next."""
_COLON = re.compile(r"\s*:\s+")
_MADE_WITH = re.compile(
    r"(?P<forms>(?<!\w)(?:topicals?|transdermal|creams?|gels?|ointments?|lotions?|salves?)(?!\w)[^.;:]{0,60}?)"
    r"(?<!\w)(?:(?:that|which)\s+(?:\w+\s+)?)?"
    r"(?:contain(?:s|ed|ing)?|includ(?:e|es|ing)|hold(?:s|ing)?|made (?:with|of|from|up of)|in which)"
    r"(?:\s+(?:any|either|more than|one|or|more|of|the|following|these|drugs?|ingredients?|agents?|"
    r"mixtures?|amounts?)(?!\w))*"
    r"[^.;\w]*(?:[\w-]+(?:,\s+(?:and\s+|or\s+)?|\s+(?:and|or|plus|\+)\s+|\s*/\s*)){0,5}$"
)
"""Products for the skin before an ingredient ("compounded creams and gels, among them those that contain ketamine")."""
_NOT_SPRAY = re.compile(
    r"(?:^|[,;:(]\s*|(?<!\w)(?:for|covers?|pays?|of|the|any|such|these|those|iv|intravenous|or|and|no|approves?|reimburses?|"
    r"your|our|their|neither|nor)\s+)(infusions?|drips?|lozenges?|troches?)(?!\w)"
    r"(?!\s+(?:cent(?:er|re)s?|clinics?|suites?|sites?|pumps?|providers?|pharmac\w+|benefits?|reactions?|time|chairs?))"
)
_IN_FORM = re.compile(
    r"(?:\s+[\w-]+){1,7}?\s+(?:in|as)\s+(?:an?\s+|any\s+)?(?P<forms>[^.;:]{4,80}?)\s+(?:forms?|formulations?|preparations?)(?!\w)"
)
"""Forms after the verdict ("Ketamine shall not be reimbursed in topical or oral form")."""
_OF_SOME = re.compile(r"[\s,;]*(?:and\s+|but\s+)?(?:another|others?|one of|some|many|most|few|several|a few)(?!\w)")
_IN_A_ROW = {"injection": "(?<=infusion, )injection|"}
"""Words that name a route only after another one ("by infusion, injection or lozenge")."""
_NEVER_SPRAYED = {"infu": "ketamine_iv", "drip": "ketamine_iv", "loze": "ketamine_oral", "troc": "ketamine_oral"}
_DRUG_STEMS = ("ketamine", "spravato", "ketalar", "anesthetic")


BARE = "ketamine_bare"
"""Ketamine without a route of its own: its section or title may name one. Never part of a result."""


@positional
class Mention:
    """A place where a text names treatments or indications."""

    start: int
    end: int
    ids: tuple[str, ...]


@remembered
def find_treatments(low: str) -> list[Mention]:
    """Treatments named in a masked lower-case text, in order; `other` stands for a service that is no ketamine."""
    return list(_found(low))


@lru_cache(maxsize=4096)
def _found(low: str) -> tuple[Mention, ...]:
    found: list[Mention] = []
    passed = 0
    if any(stem in low for stem in _DRUG_STEMS):
        for hit in _drugs().find(low):
            if hit.tag == "none":
                spray = _SPRAY.match(low, hit.end)
                passed = spray.end() if spray else hit.end
            elif hit.tag == "ketamine":
                if found and hit.start < found[-1].end:
                    continue  # "ketamine (Ketalar) infusion" is one treatment
                found.append(_with_route(low, hit.start, hit.end, max(passed, found[-1].end if found else 0)))
            else:
                spray = _SPRAY.match(low, hit.end) if hit.tag == "esketamine" else None
                found.append(Mention(hit.start, spray.end() if spray else hit.end, (hit.tag,)))
    found = _without_examples(low, _without_own_route(low, found))
    found += [
        Mention(hit.start, hit.end, ("other",))
        for hit in _others().find(low)
        if all(hit.end <= mention.start or hit.start >= mention.end for mention in found)
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def routes_alone(low: str) -> tuple[str, ...]:
    """Routes of a cell that names nothing but routes ("Oral, sublingual"); empty where it says more."""
    grammar = _grammar()
    rest = grammar.route.sub(" ", low)
    if not re.fullmatch(
        r"[\s,/()&.-]*(?:(?:and|or|route|by|the|use|compounded|custom|generic|any|form|only)[\s,/()&.-]*)*", rest
    ):
        return ()
    return tuple(dict.fromkeys(_spelled_out(_named_in(low))))


def routes_leading(low: str, *, infused: bool = False) -> tuple[str, ...]:
    """Routes that a subject without a drug begins with ("No. Lozenges or tablets that …"), of what is spoken of; a
    bare "infusion" counts where `infused`."""
    start = _LEAD.match(low)
    rest = low[start.end() if start else 0 :]
    grammar = _grammar()
    found = grammar.route.match(rest)
    if found is None or found.lastgroup == "ketamine_any" or (found.lastgroup == "infusion" and not infused):
        return ()
    names, at = [found.lastgroup or ""], found.end()
    while joint := _JOINT.match(rest, at):
        found = grammar.route.match(rest, joint.end())
        if found is None:
            break
        names.append(found.lastgroup or "")
        at = found.end()
    return tuple(dict.fromkeys(_spelled_out(names)))


def never_sprayed(low: str) -> tuple[str, ...]:
    """Routes of ketamine that words name which cannot mean the nasal spray spoken of before ("neither pays for
    infusions"); none where they are a place, a benefit or a condition, or of some other payer."""
    if _OF_SOME.match(low):
        return ()
    return tuple(dict.fromkeys(_NEVER_SPRAYED[found[1][:4]] for found in _NOT_SPRAY.finditer(low)))


def routes_listed(low: str, at: int) -> tuple[str, ...]:
    """Routes that a colon right after `at` lists ("the other forms are excluded: infusions and lozenges")."""
    colon = _COLON.match(low, at)
    listed = re.split(r"\s(?:is|are)\s|[;.]", low[colon.end() :])[0] if colon else ""
    return tuple(dict.fromkeys(_spelled_out(_named_in(listed))))


def _without_own_route(low: str, found: list[Mention]) -> list[Mention]:
    """In "ketamine-assisted psychotherapy, with any route of ketamine," the second drug is that of the first."""
    out: list[Mention] = []
    for mention in found:
        if (
            out
            and out[-1].ids == ("ketamine_assisted_psychotherapy",)
            and _OWN_ROUTE.match(low[out[-1].end : mention.start])
        ):
            continue
        out.append(mention)
    return out


def _without_examples(low: str, found: list[Mention]) -> list[Mention]:
    """In "intravenous anesthetics (e.g., ketamine)" the example has the route of what it stands for."""
    out: list[Mention] = []
    for mention in found:
        between = low[out[-1].end : mention.start] if out else ""
        if mention.ids == (BARE,) and out and (_EXAMPLE.match(between) or _BRACKET.match(between)):
            continue
        out.append(mention)
    return out


def _with_route(low: str, start: int, end: int, passed: int) -> Mention:
    """The drug between two offsets with the routes beside it; what ends at `passed` belongs to a drug before it."""
    left = max(passed, start - _WINDOW)
    ahead, first = _routes_before(low[left:start])
    # After "intravenous ketamine, intramuscular …" the second route belongs to what comes next.
    lists_on = bool(ahead) and low[end : end + 1] == ","
    behind, last = _routes_after(low[end : end + _WINDOW])
    if lists_on and behind and not _ENDS_LIST.match(low, end + last):
        behind, last = [], 0
    routes = (*ahead, *behind)
    if not routes and (made := _MADE_WITH.search(low, passed, start)):
        routes = tuple(route for route in _named_in(made["forms"]) if route not in ("infusion", "injection"))
    if not routes and " form" in low and (formed := _IN_FORM.match(low, end)):
        routes = routes_alone(formed["forms"])
    if not routes:
        return Mention(start, end, (BARE,))
    if "ketamine_any" in routes and not (set(routes) - {"ketamine_any"}):
        return Mention(left + first if ahead else start, end + last, ("ketamine_any",))
    ids = dict.fromkeys(_spelled_out(routes))
    return Mention(left + first if ahead else start, end + last, tuple(ids))


def _spelled_out(routes: Iterable[str]) -> list[str]:
    """Parenteral means three routes; an infusion goes into a vein, an injection into a muscle, by default."""
    named = list(routes)
    out: list[str] = []
    for route in named:
        if route == "parenteral":
            out += _PARENTERAL
        elif route == "injectable":
            out += [] if set(_PARENTERAL) & set(named) else _PARENTERAL[:2]
        elif route == "infusion":
            out += [] if "ketamine_sc" in named else ["ketamine_iv"]
        elif route == "injection":
            out += [] if {"ketamine_im", "ketamine_sc"} & set(named) else ["ketamine_im"]
        elif route != "ketamine_any":
            out.append(route)
    return out


def _routes_before(text: str) -> tuple[list[str], int]:
    """Routes that lead up to the drug ("intravenous or intramuscular infusion of"), and where they begin."""
    found = _grammar().before.search(text)
    return (_named_in(found[0]), found.start()) if found else ([], 0)


def _routes_after(text: str) -> tuple[list[str], int]:
    """Routes that follow the drug ("given by vein", "(IV or IM)", "infusions"), and where they end."""
    found = _grammar().after.match(text)
    return (_named_in(found[0]), found.end()) if found else ([], 0)


def _named_in(text: str) -> list[str]:
    return [found.lastgroup or "" for found in _grammar().route.finditer(text)]


@positional
class _Grammar:
    route: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    data = vocabulary("treatments")
    named = "|".join(
        f"(?P<{route}>(?<!\\w)(?:{_IN_A_ROW.get(route, '')}{'|'.join(map(phrase_pattern, words))})(?!\\w))"
        for route, words in data["routes"].items()
    )
    # An oral antidepressant beside the drug is no route of the drug.
    shield = r"(?!oral\s+(?:anti|med|drug|agent))"
    anonymous = re.sub(r"\(\?P<\w+>", "(?:", named)
    fill = "|".join(map(phrase_pattern, sorted(data["between"]["words"], key=len, reverse=True)))
    follow = "|".join(map(phrase_pattern, sorted(data["after"]["words"], key=len, reverse=True)))
    gap = r"[\s,(/&.-]"
    # "intravenous (IV) ketamine": the abbreviation that a policy introduces is no second route.
    routes = r"(?:iv|im|sc|sq|subq|sl|po|in|i\.v\.|i\.m\.|s\.c\.)"
    short = rf"\({routes}(?:(?:/|,\s*|,?\s+(?:or|and)\s+){routes})*\)"
    before = rf"(?:{shield}(?:{anonymous}))(?:\s*{short}|{gap}+(?:{fill}|{anonymous})\.?){{0,9}}{gap}*$"
    joint = (
        r"(?:(?:or|and|and/or)\s+)?(?:(?:dissolved|held|placed|injected|given|sprayed|infused|swallowed|rubbed|applied|put|"
        r"taken|dripped|inhaled|administered|delivered)\s+)?(?:for\s+)?(?:(?:as|by|in|via|through|into|under)\s+)?"
        r"(?:an?\s+|the\s+)?(?:compounded\s+|other\s+)?"
    )
    aside = r"(?:(?:that|the|a|member|patient|takes?|at|home|whether|including|e\.g\.)[\s,(]+){0,8}"
    # "Ketamine infusions and intranasal esketamine": the second route is that of the next drug.
    own = r"(?!\s+(?:esketamine|spravato|s-ketamine)(?!\w))"
    more = rf"(?:{gap}+{aside}{joint}(?:{anonymous}){own})"
    brand = r"(?:\s*\((?:ketalar|generic|racemic|hcl|hydrochloride)\W*\))?"
    after = rf"{brand}(?:{gap}+(?:{follow})(?!\w)){{0,10}}{gap}+{shield}(?:{anonymous}){own}{more}*\)?"
    return _Grammar(re.compile(named), re.compile(before), re.compile(after))


@cache
def _drugs() -> Lexicon:
    data = vocabulary("treatments")
    names = {"none": data["no_treatment"]["words"], **data["named"]}
    return Lexicon({**names, "esketamine": data["esketamine"], "ketamine": data["ketamine"]})


@cache
def _others() -> Lexicon:
    return Lexicon({"other": vocabulary("treatments")["other"]["words"]})
