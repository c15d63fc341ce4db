"""Answers to the questions that patients ask, found by topic or by their words (BM25 over our own few texts)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ketacli.facts.filling import fill
from ketacli.facts.records import Confidence, Fact, Value
from ketacli.facts.store import subject
from ketacli.facts.wording import terms

TOPICS: dict[str, str] = {
    "covered": "Is it covered?",
    "cost": "What does it cost?",
    "time": "How long does it take?",
    "treatment": "What is the treatment?",
    "safety": "What are the risks?",
    "fda": "What is approved by FDA?",
    "off_label": "What is off-label use?",
    "prior_authorization": "Approval beforehand",
    "denied": "After a denial",
    "paying": "Other ways to pay",
    "rights": "Your rights",
    "won": "How often approvals and appeals are won",
    "billing": "Codes and notices",
}
_LEAST_COVERED = 0.5
"""Share of a question's weight that an answer must meet: below it, "no answer" is more honest than the nearest one."""
_K1, _B = 1.4, 0.6
_FIELDS = (("question", 3), ("also", 3), ("topic", 2), ("sentence", 2), ("answer", 1))
_CRISIS = re.compile(
    r"suicid|kill (?:my|him|her|them)sel|end(?:ing)? (?:my|his|her|their) (?:own )?life|want(?:s|ed)? to die"
    r"|self[- ]?harm|hurt(?:ing)? my ?self|better off dead|can(?:no|')?t go on",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question with its answer; figures are filled in for the day."""

    key: str
    topic: str
    question: str
    answer: tuple[str, ...]
    """Paragraphs."""
    limits: str | None
    """What the answer does not show."""
    next_step: str | None
    confidence: Confidence
    as_of: date
    sources: tuple[str, ...]
    """Keys into the envelope's `sources`."""
    score: float | None
    """How well it fits a free question; None for an answer by topic or by its very words."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found, and the facts behind it."""

    answers: tuple[Answer, ...]
    used: tuple[Fact | Value, ...]


def titles() -> list[tuple[str, str]]:
    """Topic and question of every answer, without looking up its figures."""
    return [(fact.get("topic"), fact.get("question")) for fact in subject("questions")]


def by_topic(topic: str, on: date) -> Answers:
    """All answers of a topic, in the order of the file."""
    return _answers([(fact, None) for fact in subject("questions") if fact.get("topic") == topic], on)


def everything(on: date) -> Answers:
    """All answers."""
    return _answers([(fact, None) for fact in subject("questions")], on)


def nearest(question: str, on: date, *, limit: int = 3) -> Answers:
    """The answers that fit a free question best, best first; none where none fits well enough.

    Words of danger bring the answer that is meant for them, before all others.
    """
    facts = list(subject("questions"))
    crisis, plain = is_crisis(question), _plain(question)
    first = [fact for fact in facts if (crisis and fact.get("crisis")) or plain in _wordings(fact)]
    first.sort(key=lambda fact: not (crisis and fact.get("crisis")))
    ranked = [pair for pair in _rank(terms(question), facts) if pair[0] not in first]
    return _answers([*((fact, None) for fact in first), *ranked][:limit], on)


def is_crisis(text: str) -> bool:
    """Whether words speak of suicide or self-harm: then the crisis line comes first."""
    return _CRISIS.search(text) is not None


def _wordings(fact: Fact) -> set[str]:
    return {_plain(each) for each in (fact.get("question"), *fact.get("also", ()))}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _rank(asked: list[str], facts: list[Fact]) -> list[tuple[Fact, float]]:
    """BM25 (Robertson and Zaragoza 2009), with a weight per field and a floor for the share of the question met."""
    counts = [_weighted(fact) for fact in facts]
    asked = _spelled(asked, {word for count in counts for word in count})
    sizes = [sum(count.values()) for count in counts]
    mean = sum(sizes) / len(sizes)
    rarity = {word: _rarity(word, counts) for word in set(asked)}
    whole = sum(rarity.values())
    ranked = []
    for fact, count, size in zip(facts, counts, sizes, strict=True):
        met = [word for word in rarity if count[word]]
        if not met or sum(rarity[word] for word in met) < _LEAST_COVERED * whole:
            continue
        ranked.append((fact, sum(rarity[word] * _saturated(count[word], size / mean) for word in met)))
    ranked.sort(key=lambda pair: -pair[1])
    return [(fact, score) for fact, score in ranked if score >= ranked[0][1] * 0.4]


def _spelled(asked: list[str], known: set[str]) -> list[str]:
    """Words that no answer has, as the nearest word that one has: `sucess` → `success`."""
    if all(word in known for word in asked):
        return asked
    from rapidfuzz import fuzz, process

    corrected = []
    for word in asked:
        near = word in known or len(word) < 5 or process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=84)
        corrected.append(near[0] if isinstance(near, tuple) else word)
    return corrected


def _rarity(word: str, counts: list[Counter[str]]) -> float:
    holding = sum(1 for count in counts if count[word])
    return math.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))


def _saturated(times: float, relative_size: float) -> float:
    return times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * relative_size))


def _weighted(fact: Fact) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, weight in _FIELDS:
        said = fact.sentence if name == "sentence" else fact.get(name, "")
        for word in terms(" ".join(said) if isinstance(said, list) else said.replace("_", " ")):
            found[word] += weight
    return found


def _answers(found: Iterable[tuple[Fact, float | None]], on: date) -> Answers:
    answers: list[Answer] = []
    used: list[Fact | Value] = []
    for fact, score in found:
        paragraphs: list[str] = []
        values: list[Value] = []
        for paragraph in fact.get("answer"):
            text, behind = fill(paragraph, on)
            paragraphs.append(text)
            values += behind
        used += [fact, *values]
        behind_all: list[Fact | Value] = [fact, *values]
        keys = dict.fromkeys(source.key for each in behind_all for source in each.sources)
        answers.append(
            Answer(
                key=fact.key,
                topic=fact.get("topic"),
                question=fact.get("question"),
                answer=tuple(paragraphs),
                limits=fact.get("limits"),
                next_step=fact.get("next"),
                confidence=fact.confidence,
                as_of=min(each.as_of for each in behind_all),
                sources=tuple(keys),
                score=None if score is None else round(score, 2),
            )
        )
    return Answers(tuple(answers), tuple(used))
