"""The interview at a terminal: one question after the other, back and review, saved after each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from ketacli.console.ask import Asker, Back, Leave
from ketacli.console.streams import paper, say
from ketacli.eligibility.drugs import lookup
from ketacli.eligibility.evaluate import crisis_sign
from ketacli.eligibility.instruments import PHQ9_ANSWERS, PHQ9_ITEMS, phq9
from ketacli.eligibility.interview import Interview, Question, questions
from ketacli.eligibility.patient import Patient

CRISIS = (
    "If you are thinking of ending your life, call or text 988 now (Suicide and Crisis Lifeline; free, day and night)."
)
YES_NO = (("Yes", True), ("No", False))
_OUTCOMES = (
    ("It did not help", "no_response"),
    ("It helped a little, not enough", "partial_response"),
    ("Stopped because of side effects", "intolerance"),
    ("It helped", "response"),
)
Save = Callable[[Interview], None]
Ended = Literal["done", "stopped", "interrupted"]


def conduct(interview: Interview, ask: Asker, save: Save) -> Ended:
    """Ask until no answer could change the result, or the person stops or interrupts (Ctrl-C).

    What was answered is handed to `save` after each answer, so that Ctrl-C loses nothing.
    """
    warned = False
    try:
        while True:
            if crisis_sign(interview.patient) and not warned:
                warned = True
                _show_crisis(ask)
            question = interview.next_question()
            if question is None:
                if _review(interview, ask):
                    return "done"
                save(interview)
                continue
            _put(interview, question, ask)
            save(interview)
    except Leave as stop:
        save(interview)
        return "interrupted" if stop.interrupted else "stopped"


_TREATMENT_CHOICES = (
    ("Spravato (esketamine), the nasal spray given in a clinic", "esketamine"),
    ("Ketamine by infusion into a vein (IV)", "ketamine_iv"),
    ("Ketamine by injection into a muscle (IM)", "ketamine_im"),
    ("Ketamine tablets or lozenges", "ketamine_oral"),
    ("Compounded ketamine nasal spray", "ketamine_intranasal"),
    ("Ketamine, the way it is given is not settled", "ketamine_any"),
)
_USE_CHOICES = (
    ("Depression that two or more medicines did not help (treatment-resistant)", "trd"),
    ("Depression with acute thoughts of suicide", "mdd_si"),
    ("Other major depression", "mdd"),
    ("Bipolar disorder", "bipolar"),
    ("Post-traumatic stress (PTSD)", "ptsd"),
    ("Anxiety", "anxiety"),
    ("Obsessive-compulsive disorder (OCD)", "ocd"),
    ("Complex regional pain syndrome (CRPS)", "crps"),
    ("Other chronic pain", "chronic_pain"),
    ("Migraine or other headache", "migraine"),
)


def ask_request(ask: Asker, patient: Patient, *, treatment: str | None, indication: str | None) -> dict[str, object]:
    """What is asked for, and for which condition, where neither options nor answers say it. Raises KeyboardInterrupt
    where the person leaves here: nothing has been answered yet."""
    wanted = (
        ("requested_treatment", treatment, "Which treatment is asked for?", _TREATMENT_CHOICES),
        ("indication", indication, "For which condition?", _USE_CHOICES),
    )
    found: dict[str, object] = {}
    for key, option, text, choices in wanted:
        if option is None and patient.words(key) is None:
            try:
                said = ask.choose(text, choices)
            except Back:
                said = None
            except Leave as stop:
                raise KeyboardInterrupt from stop
            if said is not None:
                found[key] = said
    return found


def tell(text: str) -> None:
    """A sentence on stderr, folded to the terminal's width."""
    say(paper(plain=True).wrap(text))


def _show_crisis(ask: Asker) -> None:
    """The crisis line first; the interview goes on only when the person wants it. Raises Leave."""
    tell(CRISIS)
    try:
        goes_on = ask.choose("Do you want to go on with the questions now?", YES_NO, unsure=False)
    except Back:
        goes_on = True
    if goes_on is not True:
        raise Leave


def _put(interview: Interview, question: Question, ask: Asker) -> None:
    say("")
    tell(f"{question.why} Where to find it: {question.where}")
    try:
        interview.answer(question.key, _ask(question, ask, interview))
    except Back:
        key = interview.back()
        say("Going back." if key else "This is the first question.")


def _ask(question: Question, ask: Asker, interview: Interview) -> object | None:
    match question.kind:
        case "yes_no":
            return ask.choose(question.ask, YES_NO)
        case "choice":
            return ask.choose(question.ask, [(word.replace("_", " "), word) for word in question.choices])
        case "number":
            return ask.line(question.ask, _number(None))
        case "score":
            return _score(question, ask, interview)
        case "list":
            return ask.line(f"{question.ask} (separate by commas; type none for none)", _list)
        case "trials":
            return _trials(question, ask)
        case "text":
            return ask.line(question.ask, str)


def _number(maximum: float | None) -> Callable[[str], object]:
    def accept(said: str) -> object:
        try:
            value = float(said.replace(",", "."))
        except ValueError as problem:
            raise ValueError("Type a number, for example 8.") from problem
        if value < 0 or (maximum is not None and value > maximum):
            raise ValueError(f"Type a number from 0 to {maximum:g}." if maximum else "Type a number from 0.")
        return int(value) if value == int(value) else value

    return accept


def _list(said: str) -> object:
    return [] if said.lower() in ("none", "no") else [part.strip() for part in said.split(",") if part.strip()]


def _score(question: Question, ask: Asker, interview: Interview) -> object | None:
    if question.key != "scores.phq9":
        return ask.line(question.ask, _number(question.maximum))
    way = ask.choose(question.ask, (("I have the total", "total"), ("Go through the nine questions now", "items")))
    if way is None:
        return None
    return ask.line("The total:", _number(question.maximum)) if way == "total" else _phq9(ask, interview)


def _phq9(ask: Asker, interview: Interview) -> object | None:
    say("Over the last two weeks, how often were you bothered by each of these?")
    choices = [(label, points) for points, label in enumerate(PHQ9_ANSWERS)]
    items: list[int] = []
    while len(items) < len(PHQ9_ITEMS):
        try:
            said = ask.choose(f"{len(items) + 1}. {PHQ9_ITEMS[len(items)]}", choices)
        except Back:
            if not items:
                raise
            items.pop()
            continue
        if said is None:
            say("Without all nine answers there is no total; the score stays unknown.")
            return None
        items.append(int(str(said)))
    score = phq9(items)
    interview.answers["phq9_items"] = items
    interview.origins["phq9_items"] = "typed"
    say(f"PHQ-9: {score.total} ({score.band}).")
    return score.total


def _trials(question: Question, ask: Asker) -> object | None:
    rows: list[Mapping[str, object]] = []
    first = ask.choose(question.ask, (("I will enter them now", True), ("None", False)))
    if first is None:
        return None
    while first:
        row = _trial(ask)
        if row:
            rows.append(row)
        more = ask.choose("Another one?", YES_NO, unsure=False)
        if more is not True:
            break
    return rows


def _trial(ask: Asker) -> Mapping[str, object]:
    name = ask.line("Name of the medicine (brand or generic):", str)
    if name is None:
        return {}
    drug = lookup(str(name))
    if drug:
        say(f"Taken as {drug.generic} ({drug.drug_class.replace('_', ' ')}).")
    answers = {
        "drug": drug.generic if drug else name,
        "class": drug.drug_class if drug else ask.line("Its class, if you know it (for example SSRI):", str),
        "dose_mg_per_day": ask.line("Highest dose, in mg a day:", _number(None)),
        "weeks": ask.line("For how many weeks:", _number(None)),
        "outcome": ask.choose("What came of it?", _OUTCOMES),
        "current_episode": ask.choose("Was it in the present episode of depression?", YES_NO),
    }
    return {key: value for key, value in answers.items() if value is not None}


def _review(interview: Interview, ask: Asker) -> bool:
    """Show the answers once more. True where they stand as they are; a choice puts that question again."""
    asked = list(dict.fromkeys(interview.trail))
    if not asked:
        return True
    words = {one.key: one.ask for one in questions()}
    entries = [
        (f"Change: {words[key]} [{'not known' if key in interview.skipped else _shown(interview.patient, key)}]", key)
        for key in asked
    ]
    say("")
    try:
        chosen = ask.choose("Are your answers right?", [("Yes, compare", True), *entries], unsure=False)
    except Back:
        interview.back()
        return False
    if isinstance(chosen, str):
        interview.forget(chosen)
        return False
    return True


def _shown(patient: Patient, key: str) -> str:
    head, dot, rest = key.partition(".")
    value = patient.answers.get(head)
    if dot and isinstance(value, Mapping):
        value = value.get(rest)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        named = [str(row.get("drug", "")) if isinstance(row, Mapping) else str(row) for row in value]
        return ", ".join(named) or "none"
    return str(value)
