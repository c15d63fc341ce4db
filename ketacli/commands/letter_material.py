"""What the letter commands share: their options, and the gathering of what a letter is composed from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from ketacli.console.deliver import deliver
from ketacli.console.streams import say
from ketacli.errors import AnswersProblem, ExitCode
from ketacli.letters.compose import Letter, Material, compose
from ketacli.letters.context import known_facts
from ketacli.letters.law import open_level
from ketacli.letters.produce import produce, require_final
from ketacli.letters.template import Template, folders, load

CaseOption = Annotated[
    Path | None, typer.Option("--case", metavar="DIR", help="Case to take facts from; the letter is kept in it.")
]
DenialOption = Annotated[
    str | None, typer.Option("--denial", metavar="FILE", help="The denial letter (PDF, scan, DOCX, text).")
]
PolicyOption = Annotated[str | None, typer.Option("--policy", metavar="FILE", help="The policy that the denial cites.")]
AnswersOption = Annotated[
    Path | None, typer.Option("--answers", metavar="FILE", help="TOML file of the patient's facts.")
]
ClinicOption = Annotated[
    Path | None, typer.Option("--clinic", metavar="FILE", help="The clinic's letterhead (clinic.toml).")
]
DataOption = Annotated[
    list[str] | None, typer.Option("--data", metavar="PATH=VALUE", help="One fact, as plan.state=OH; may be repeated.")
]
TemplatesOption = Annotated[
    Path | None, typer.Option("--templates", metavar="DIR", help="Your own templates; they go first.")
]
AskOption = Annotated[bool, typer.Option("--ask/--no-ask", help="Ask for what is missing on a terminal.")]
FinalOption = Annotated[bool, typer.Option("--final", help="Refuse to write a letter with anything missing.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Where the facts of a letter come from."""

    case: Path | None = None
    denial: str | None = None
    policy: str | None = None
    answers: Path | None = None
    clinic: Path | None = None
    data: tuple[str, ...] = ()
    templates: Path | None = None


def gather(inputs: Inputs, today: date) -> Material:
    """Read what the options name. Raises InputProblem, AnswersProblem, UsageProblem."""
    from ketacli.eligibility.answers import load as load_answers

    case = _case(inputs.case)
    answered = load_answers([inputs.answers] if inputs.answers else []).patient.answers
    known = known_facts(
        today=today,
        case=case,
        denial=_denial(inputs.denial),
        answers=answered,
        clinic=toml_of(inputs.clinic) if inputs.clinic else None,
        data=inputs.data,
    )
    checklist = None
    if inputs.policy:
        from ketacli.eligibility.answers import check_record
        from ketacli.eligibility.request import check_policies, request

        raw = known.raw("answers")
        patient = check_record(raw if isinstance(raw, Mapping) else {}, "the answers").patient
        asked = request(
            patient, treatment=known.text("treatment.treatment"), indication=known.text("treatment.indication")
        )
        checklist = check_policies([(inputs.policy, _reading(inputs.policy))], patient, asked)[0]
    documents = case.get("documents", []) if case else []
    return Material(
        known=known,
        today=today,
        checklist=checklist,
        documents=documents if isinstance(documents, list) else [],
        own_templates=inputs.templates,
    )


def ask_missing(template: Template, inputs: Inputs, today: date, *, plain: bool) -> Inputs:
    """On a terminal: ask for each fact that the letter needs and does not have. Enter leaves it open."""
    from ketacli.console.ask import Back, Leave, asker
    from ketacli.letters import asking

    ask, given = asker(plain=plain), list(inputs.data)
    material = gather(inputs, today)
    place = 0
    try:
        for path, text, options in asking.choices(template, material.known):
            said = ask.choose(text, options)
            given += [f"{path}={said}"] if said else []
        wanted = asking.lines(compose(template, material).rendered.unmet)
        while place < len(wanted):
            path, text = wanted[place]
            try:
                said = ask.line(text, partial(asking.accepted, path))
            except Back:
                place = max(0, place - 1)
                continue
            given += [f"{path}={said}"] if said else []
            place += 1
    except (Leave, Back):
        say("The rest stays open; the draft marks it.")
    return replace(inputs, data=tuple(given))


def write(
    template: Template,
    inputs: Inputs,
    output: Path | None,
    *,
    today: date,
    final: bool,
    force: bool,
    material: Material,
) -> ExitCode:
    """Compose, tell the writer what is missing, and write. Raises NotFinal under `final` where something is."""
    letter = compose(template, material)
    if final:
        require_final(letter)
    tell(letter)
    suffix = output.suffix if output is not None else ".md"
    deliver(produce(letter, suffix, today), output, force=force, private=True)
    if inputs.case is not None and output is not None and str(output) != "-":
        _record(inputs.case, template, letter, output, today)
    return ExitCode.ATTENTION if letter.rendered.unmet else ExitCode.OK


def _record(case: Path, template: Template, letter: Letter, output: Path, today: date) -> None:
    """The letter in the case: its file, kind and rung, so that the packet and the next step know of it."""
    from ketacli.cases import record, update_case

    level = open_level(letter.ladder) if template.kind == "appeal" else None
    entry = {
        "file": record.keep_file(case, output),
        "kind": template.kind if template.kind == "appeal" else template.name,
        "level": level.level if level else None,
        "written_on": today.isoformat(),
    }

    def add(data: dict[str, Any]) -> None:
        record.letter(data, entry=entry)

    update_case(case, add, what="letter", by="letter")
    say(f"Kept in the case: {entry['file']}")


def tell(letter: Letter) -> None:
    """On stderr: what is missing, what was held back and why, and what stands against the case."""
    for path in letter.rendered.unmet:
        say(f"Missing: {path} (give it with --data {path}=…)")
    for one in letter.left_out:
        say(f"Left out: {one.passage}, because not known: {', '.join(one.missing)}")
    for title in letter.without_consent:
        say(f"Not enclosed, because the case holds no consent for it: {title}")
    for row in letter.not_shown:
        say(f"Not in the table, because the facts do not meet it: {row.type} (page {row.page}): {row.why}")
    for citation in letter.evidence.against:
        say(f"Know before you send it, this stands against: {citation.sentence} [{citation.citation}]")
    if letter.rendered.template.signer == "clinician":
        say("This is the clinician's document: it stays unsigned until the clinician has reviewed it.")


def template_named(name: str, own: Path | None) -> Template:
    """The template, a user's own folder first."""
    return load(name, folders(own))


def _case(folder: Path | None) -> dict[str, Any]:
    if folder is None:
        return {}
    from ketacli.cases import open_case

    return open_case(folder).data


def _denial(source: str | None) -> Mapping[str, object] | None:
    if source is None:
        return None
    from ketacli.denials import read_denial_file

    return read_denial_file("-" if source == "-" else Path(source))


def _reading(source: str) -> Any:
    from ketacli.documents.read import read_document
    from ketacli.policy.read import read_policy

    return read_policy(read_document("-" if source == "-" else Path(source)))


def toml_of(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary. Raises AnswersProblem."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise AnswersProblem(f"{path}: cannot be read as TOML in UTF-8", hint="Name a readable file.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise AnswersProblem(f"{path}: not TOML ({problem})", hint='Write name = "…", address = "…".') from problem
