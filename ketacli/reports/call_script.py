"""A call script on paper: large enough to read aloud, with blanks for the answers."""

from __future__ import annotations

from collections.abc import Mapping

from ketacli.letters.calls import RECORDING, CallScript
from ketacli.reports import templates
from ketacli.reports.paper import Paper
from ketacli.reports.tables import md_escape

_BLANKS = {
    "at": "Date and time, start and end",
    "number": "Number dialed",
    "with": "Name or ID",
    "reference": "Reference number",
    "promised_by": "Promised in writing by",
}


def text(script: CallScript, notes: Mapping[str, str], paper: Paper) -> str:
    """For the terminal or a printer; answers that were noted stand in place of the blanks."""
    lines = [paper.heading(script.title), ""]
    lines += [f"{blank}: {notes.get(key) or '_' * 24}" for key, blank in _BLANKS.items()]
    lines += ["", paper.heading("Say first"), paper.wrap(f"“{script.say}”", indent=2), ""]
    for number, question in enumerate(script.questions, start=1):
        lines += [
            paper.wrap(f"“{question.ask}”", first=f"{number}. "),
            paper.wrap(f"Answer: {notes.get(question.key) or '_' * max(20, min(48, paper.width - 12))}", indent=3),
            paper.wrap(question.then, indent=3, first="-> "),
            "",
        ]
    if script.rights:
        lines += [
            paper.heading("Rights that you may quote"),
            *(paper.wrap(right, first="- ") for right in script.rights),
            "",
        ]
    lines += [paper.wrap(RECORDING), paper.wrap("Keep it: ketacli call log --case FOLDER --number … --reference …")]
    return "\n".join(lines) + "\n"


def markdown(script: CallScript, notes: Mapping[str, str]) -> str:
    """For a ticket or a note."""

    def noted(key: str) -> str:
        return md_escape(notes[key]) if key in notes else "____"

    lines = [f"# {md_escape(script.title)}", "", *(f"- {blank}: {noted(key)}" for key, blank in _BLANKS.items()), ""]
    lines += [f"> {md_escape(script.say)}", ""]
    for number, question in enumerate(script.questions, start=1):
        lines += [
            f"{number}. **{md_escape(question.ask)}**",
            f"   Answer: {noted(question.key)}",
            f"   {md_escape(question.then)}",
            "",
        ]
    lines += [f"- {md_escape(right)}" for right in script.rights]
    return "\n".join([*lines, "", md_escape(RECORDING)]) + "\n"


def html(script: CallScript, notes: Mapping[str, str], *, large: bool) -> str:
    """A page to print; `large` for people who read large print (20 points)."""
    return templates.render(
        "call.html.jinja",
        title=script.title,
        script=script,
        notes=notes,
        blanks=_BLANKS,
        recording=RECORDING,
        large=large,
    )


def record(script: CallScript, answers: Mapping[str, str]) -> dict[str, object]:
    """The script as JSON, with the answers noted so far."""
    return {
        "name": script.name,
        "title": script.title,
        "say": script.say,
        "questions": [
            {"key": one.key, "ask": one.ask, "then": one.then, "answer": answers.get(one.key)}
            for one in script.questions
        ],
        "rights": list(script.rights),
    }
