"""Patterns put off and looked for by their letters find what `re` finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketacli.policy import lazy_re
from ketacli.policy.needs import all_needed, divided, needed, without_idle

NEEDS = [
    (r"\bketamine\b", ("ketamine",)),
    (r"(?:esketamine|spravato)\s+is", ("esketamine", "spravato")),
    (r"authori[sz]ation", ("authori",)),
    (r"colou?rs", ("colo",)),
    (r"cover(?:ed|age)?", ("cover",)),
    (r"(?:not )?denied", ("denied",)),
    (r"(?:a b|cd){0,2}x\$y", ("x$y",)),
    (r"(?=apply)for(?!ever)", ("for",)),
    (r"[abc]+\d{3}", ()),
    (r"(?:yes|\d+)", ()),
    (r"a|b", ()),
    (r"\s\$\s?\d", ("$",)),
    (r"(x)?(?(1)one|two)", ()),
    (r"", ()),
]


@pytest.mark.parametrize(("pattern", "expected"), NEEDS)
def test_the_letters_that_a_pattern_asks_for(pattern, expected):
    assert needed(pattern) == expected


TOGETHER = [
    (r"(?:prior|advance) approval", ((" approval",), ("prior", "advance"))),
    (r"\bno longer (?:covered|paid)\b", (("no longer ",), ("covered", "paid"))),
    (r"(?:not covered|(?:may|will) be denied)", (("not covered", " be denied"), ("not covered", "may", "will"))),
    (r"approval(?: is required)?", (("approval",),)),
    (r"[abc]+", ()),
]


@pytest.mark.parametrize(("pattern", "expected"), TOGETHER)
def test_the_letters_that_must_stand_together(pattern, expected):
    assert all_needed(pattern) == expected


def test_any_case_asks_for_lower_case_and_for_ascii_only():
    assert needed(r"\bSPRAVATO\b", any_case=True) == ("spravato",)
    assert needed("Åsberg", any_case=True) in (("sberg",), ())


PATTERNS = [
    (r"(?<!\w)(?:is|are)\s+(?:not\s+)?(?:covered|excluded)(?!\w)", 0),
    (r"\bprior (?:authori[sz]ation|approval)s?\b[^.;]{0,20}", re.IGNORECASE),
    (r"(?:(?P<n>#+) (?:weeks?|months?)|phq-?9)", 0),
    (r"\b(?:at least|no more than) (\d+)(?: to (\d+))? (?:mg|units?)", re.IGNORECASE),
]


@given(st.data())
@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_what_matches_is_found_in_any_surroundings(pattern, flags, data):
    compiled = re.compile(pattern, flags)
    around = st.text(alphabet="abc .,;ſıİK#", max_size=8)
    text = data.draw(around) + data.draw(st.from_regex(compiled)) + data.draw(around)
    lazy = lazy_re.compile(pattern, flags)
    assert [found.span() for found in lazy.finditer(text)] == [found.span() for found in compiled.finditer(text)]
    assert bool(lazy.search(text)) == bool(compiled.search(text))
    assert lazy.sub("-", text) == compiled.sub("-", text)
    assert lazy.split(text) == compiled.split(text)


@given(st.text(alphabet="aeipr oscvd.#0123456789ſı-", max_size=60))
@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_what_does_not_match_is_not_found(pattern, flags, text):
    compiled, lazy = re.compile(pattern, flags), lazy_re.compile(pattern, flags)
    assert bool(lazy.search(text)) == bool(compiled.search(text))
    assert bool(lazy.match(text)) == bool(compiled.match(text))
    assert bool(lazy.fullmatch(text)) == bool(compiled.fullmatch(text))
    assert lazy.findall(text) == compiled.findall(text)


def test_letters_that_another_case_hides_are_found_as_re_finds_them():
    for pattern, text in (("miss", "MIſſ"), ("visit", "VİSIT"), ("kit", "KIT"), ("site", "sıte")):
        assert bool(lazy_re.search(pattern, text, re.IGNORECASE)) == bool(re.search(pattern, text, re.IGNORECASE))


def test_nothing_is_compiled_before_it_is_needed():
    broken = lazy_re.compile("(this would not compile")
    with pytest.raises(re.error):
        broken.search("(this would not compile")


IDLE = [
    (r"(?:is|are) (?:covered|excluded|denied)", "it is covered", r"(?:is) (?:covered)", ("are", "excluded", "denied")),
    (r"(?:(?P<n>#+)|(\d+)) weeks?|months", "6 weeks", r"(?:(?P<n>#+)|(\d+)) weeks?", ("months",)),
    (r"ham(?!burg|ster)(?:let)?", "ham", r"ham(?!(?!))(?:let)?", ("burg", "ster")),
    (r"a(?i:b)c|d", "ac", r"a(?i:b)c|d", ()),
]


@pytest.mark.parametrize(("pattern", "text", "left", "dropped"), IDLE)
def test_alternatives_that_a_text_cannot_hold_are_left_out(pattern, text, left, dropped):
    assert without_idle(pattern, text) == (left, dropped)


VERBS = ("cover", "deny", "approve", "exclude", "refuse", "limit", "authorize", "pay", "grant", "review", "stop", "ask")
LONG = "|".join(
    rf"(?:{verb}(?:ed|ing)? (?:at least|no more than) (?P<n{at}>\d+)|{verb}s? of (?:it|them))"
    for at, verb in enumerate(VERBS)
)
WORDS = ("cover", "covered", "approving", "refuses", "of", "at", "least", "6", "no", "more", "than", "grants", "them")


@given(st.lists(st.sampled_from(WORDS)))
def test_a_long_pattern_finds_the_same_when_only_in_part_compiled(chosen):
    lazy, compiled = lazy_re._Lazy(LONG, 0), re.compile(LONG)
    for text in (" ".join(chosen), " ".join(reversed(chosen))):
        found, expected = list(lazy.finditer(text)), list(compiled.finditer(text))
        assert [match.span() for match in found] == [match.span() for match in expected]
        assert [match.groups() for match in found] == [match.groups() for match in expected]
        assert [match.groupdict() for match in found] == [match.groupdict() for match in expected]


MANY = "|".join(rf"(?:{verb}(?:s|ed)? (?:it|them)|(?<!not ){verb}ing)" for verb in VERBS)
TOLD = ("cover", "denied", "deny", "pays", "it", "them", "not", "paying", "stopped", "ask", "asks")


def test_only_a_pattern_of_many_alternatives_without_numbered_groups_is_divided():
    assert len(divided(MANY)) == len(VERBS)
    assert divided("|".join(VERBS[:5])) == ()
    assert divided(MANY + "|(x)") == ()


@given(st.lists(st.sampled_from(TOLD), max_size=8).map(" ".join), st.integers(0, 6))
def test_of_many_alternatives_the_leftmost_is_found_and_of_two_at_one_place_the_first(text, start):
    found, expected = lazy_re.search(MANY, text), re.search(MANY, text)
    assert (found and (found.span(), found[0])) == (expected and (expected.span(), expected[0]))
    found, expected = lazy_re.compile(MANY).search(text, start), re.compile(MANY).search(text, start)
    assert (found and found.span()) == (expected and expected.span())
    all_found, all_expected = lazy_re.compile(MANY).finditer(text, start), re.compile(MANY).finditer(text, start)
    assert [match.span() for match in all_found] == [match.span() for match in all_expected]


EMPTY = "|".join((*VERBS, "(?:,)?", "asks"))


@given(st.lists(st.sampled_from((*TOLD, ",")), max_size=6).map(" ".join))
def test_of_many_alternatives_one_may_match_where_nothing_stands(text):
    lazy, compiled = lazy_re.compile(EMPTY), re.compile(EMPTY)
    assert [match.span() for match in lazy.finditer(text)] == [match.span() for match in compiled.finditer(text)]


@given(st.lists(st.sampled_from((*TOLD, "covered", "x")), max_size=8).map(" ".join))
def test_several_patterns_are_narrowed_to_those_that_may_match(text):
    patterns = [lazy_re.compile(source) for source in (r"covers?|den(?:y|ied)", r"\w", "paying|asks", "absent")]
    standing = list(lazy_re.Several(patterns).standing_in(text))
    assert standing == sorted(standing)
    assert {at for at, pattern in enumerate(patterns) if re.search(pattern.pattern, text)} <= set(standing)
    assert 3 not in standing
