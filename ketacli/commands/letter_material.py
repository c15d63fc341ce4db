"""What the letter commands share: their options, and the gathering of what a letter is composed from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ketacli.console.deliver import deliver
from ketacli.console.streams import say
from ketacli.errors import AnswersProblem, ExitCode
from ketacli.letters.compose import Letter, Material, compose
from ketacli.letters.context import known_facts
from ketacli.letters.produce import produce, require_final
from ketacli.letters.template import Template, folders, load

CaseOption = Annotated[Path | None, typer.Option("--case", help="Folder of the case to take facts from.")]
DenialOption = Annotated[str | None, typer.Option("--denial", help="The denial letter (PDF, scan, DOCX, text).")]
PolicyOption = Annotated[str | None, typer.Option("--policy", help="The policy that the denial cites.")]
AnswersOption = Annotated[Path | None, typer.Option("--answers", help="TOML file of the patient's facts.")]
ClinicOption = Annotated[Path | None, typer.Option("--clinic", help="TOML file of the clinic's letterhead.")]
DataOption = Annotated[list[str] | None, typer.Option("--data", help="One fact, PATH=VALUE; may be repeated.")]
TemplatesOption = Annotated[Path | None, typer.Option("--templates", help="Your own templates; they go first.")]
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


def write(template: Template, material: Material, output: Path | None, *, final: bool, force: bool) -> ExitCode:
    """Compose, tell the writer what is missing, and write. Raises NotFinal under `final` where something is."""
    letter = compose(template, material)
    if final:
        require_final(letter)
    tell(letter)
    suffix = output.suffix if output is not None else ".md"
    deliver(produce(letter, suffix, material.today), output, force=force, private=True)
    return ExitCode.ATTENTION if letter.rendered.unmet else ExitCode.OK


def tell(letter: Letter) -> None:
    """On stderr: what is missing, what was held back and why, and what stands against the case."""
    for path in letter.rendered.unmet:
        say(f"Missing: {path} (give it with --data {path}=…)")
    for one in letter.left_out:
        say(f"Left out: {one.passage}, because not known: {', '.join(one.missing)}")
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
    except tomllib.TOMLDecodeError as problem:
        raise AnswersProblem(f"{path}: not TOML ({problem})", hint='Write name = "…", address = "…".') from problem
