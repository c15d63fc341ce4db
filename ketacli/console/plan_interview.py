"""The interview about a plan: one question after the other, with the way back and a stop that keeps the answers."""

from __future__ import annotations

from ketacli.console.ask import Asker, Back, Leave
from ketacli.console.streams import say
from ketacli.cost.plan_questions import QUESTIONS, PlanQuestion, accept

YES_NO = (("Yes", True), ("No", False))


def conduct(ask: Asker) -> tuple[dict[str, object], bool]:
    """The answers by key, and whether the interview came to its end. A question left open is absent."""
    answers: dict[str, object] = {}
    asked: list[PlanQuestion] = []
    place = 0
    try:
        while place < len(QUESTIONS):
            question = QUESTIONS[place]
            if not question.when(answers):
                answers.pop(question.key, None)
                place += 1
                continue
            try:
                said = _put(question, ask)
            except Back:
                place = _before(asked)
                continue
            asked.append(question)
            if said is None:
                answers.pop(question.key, None)
            else:
                answers[question.key] = said
            place += 1
    except Leave:
        return answers, False
    return answers, True


def _before(asked: list[PlanQuestion]) -> int:
    if not asked:
        say("This is the first question.")
        return 0
    return QUESTIONS.index(asked.pop())


def _put(question: PlanQuestion, ask: Asker) -> object | None:
    say(f"\nWhere to find it: {question.where}.")
    if question.kind == "yes_no":
        return ask.choose(question.ask, YES_NO)
    if question.kind == "choice":
        return ask.choose(question.ask, question.choices)
    return ask.line(question.ask, lambda said: accept(question, said))
