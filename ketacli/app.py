"""The sub-commands, loaded only when asked for, and the one place that turns outcomes into exit codes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Protocol, cast

from ketacli.errors import ExitCode, KetacliError

COMMANDS: dict[str, str] = {
    "check": "Read a policy or plan document: what is covered, refused, required; with page and quote.",
    "eligibility": "Compare a patient's facts with the criteria of a policy, one by one.",
    "cost": "Project what a series of treatments costs, to the cent and explained.",
    "denial": "Read a denial letter, an explanation of benefits or an 835 remittance.",
    "case": "Keep a case: documents, answers, calls, letters, deadlines.",
    "appeal": "Write the appeal letter for a denial.",
    "letter": "Other letters: list, show, write, or start your own template.",
    "call": "A script for the telephone call with the insurer, and a log of calls.",
    "rights": "The ladder of appeals for your plan type and state, with dates.",
    "assist": "Programs, grants and other ways to pay.",
    "faq": "Plain answers to the questions that patients ask.",
    "explain": "What a term, a denial code, a billing code or a reading rule means.",
    "codes": "Billing and diagnosis codes: valid on a date, Medicare amount, what bundles.",
    "sources": "Every source, with what rests on it.",
    "doctor": "Check this installation: Python, extras, OCR, age of facts.",
    "schema": "Print the JSON Schema of a result.",
}
"""Name → the line that help shows. The module `ketacli.commands.<name>` has `register(root)`."""


class _Module(Protocol):
    def register(self, root: object) -> None: ...


def build(names: Sequence[str]) -> Callable[..., object]:
    """The Typer application with the named commands in full and the others as names only."""
    import typer

    root = typer.Typer(
        name="ketacli",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Is ketamine or esketamine (Spravato) therapy covered, what will it cost, and how do I fight a denial?",
        epilog="It informs; the plan document, the notice in your hand and your clinician decide.",
    )
    # A callback keeps Typer from collapsing an application of one command into that command.
    root.callback()(_root)
    for name, line in COMMANDS.items():
        if name in names:
            cast(_Module, importlib.import_module(f"ketacli.commands.{name}")).register(root)
        elif not names:
            root.command(name, help=line)(_unloaded)
    return root


def _root() -> None:
    """Options that come before a command: --help, --version."""


def _unloaded() -> None:
    """Stands in a list of commands for one whose module was not needed."""


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; never lets a traceback or another library's exit code through."""
    argv = list(argv)
    debug = "--debug" in argv
    argv = [word for word in argv if word != "--debug"]
    try:
        return int(_dispatch(argv))
    except KeyboardInterrupt:
        return _say_interrupted()
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as problem:
        if debug:
            raise
        return _fail(problem, argv)
    finally:
        _quiet_exit()


def _dispatch(argv: list[str]) -> int:
    names = [argv[0]] if argv and argv[0] in COMMANDS else []
    if argv and not names and not argv[0].startswith("-"):
        raise _unknown_command(argv[0])
    outcome = build(names)(args=argv or ["--help"], prog_name="ketacli", standalone_mode=False)
    sys.stdout.flush()
    return outcome if isinstance(outcome, int) else ExitCode.OK


def _unknown_command(word: str) -> KetacliError:
    from difflib import get_close_matches

    from ketacli.errors import UsageProblem

    near = get_close_matches(word, COMMANDS, n=1)
    hint = f"Did you mean `ketacli {near[0]}`?" if near else "`ketacli --help` lists the commands."
    return UsageProblem(f"there is no command {word!r}", hint=hint)


def _fail(problem: Exception, argv: list[str]) -> int:
    from ketacli.console.failure import report_failure

    return report_failure(problem, argv)


def _say_interrupted() -> int:
    sys.stderr.write("\nStopped.\n")
    return ExitCode.INTERRUPTED


def _closed_pipe() -> int:
    """The reader of our output has gone (`| head`): a quiet, successful end."""
    return ExitCode.OK


def _quiet_exit() -> None:
    """Flush now, so that a pipe closed by its reader does not complain while Python shuts down."""
    import os

    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
