"""A failure, told once: what, why and the next command on stderr; as a record on stdout under `--format json`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ketacli.console.streams import out, say
from ketacli.errors import ExitCode, KetacliError, UsageProblem


def report_failure(problem: Exception, argv: Sequence[str]) -> int:
    """Print a problem and return its exit code. Anything unforeseen is a bug: 4, without a traceback."""
    error = _as_known(problem)
    if error is None:
        say(f"ketacli: a fault of the program ({type(problem).__name__}). Nothing was changed.")
        say("  Run it again with --debug and report what it prints; leave out personal data.")
        record: dict[str, object] = {
            "kind": "bug",
            "message": type(problem).__name__,
            "exit_code": int(ExitCode.BUG),
        }
        code = ExitCode.BUG
    else:
        say(f"ketacli: {error.message}")
        if error.hint:
            say(f"  {error.hint}")
        record, code = error.as_record(), error.code
    if _wants_json(argv):
        from ketacli.reports.envelope import envelope

        out(envelope(argv[0] if argv else "ketacli", [], errors=[record]))
    return code


def _as_known(problem: Exception) -> KetacliError | None:
    """Our own errors as they are; Typer's usage errors and the system's refusals in our words."""
    if isinstance(problem, KetacliError):
        return problem
    if type(problem).__name__ == "Abort":
        return UsageProblem("the question could not be asked here", hint="Give the answers by options or a file.")
    told = getattr(problem, "format_message", None)
    if callable(told):
        return UsageProblem(str(told()).rstrip(".") + ".", hint=_help_of(problem))
    if isinstance(problem, (PermissionError, IsADirectoryError, FileNotFoundError)) and problem.filename:
        return UsageProblem(f"{problem.filename}: {(problem.strerror or 'cannot be used').lower()}")
    return None


def _help_of(problem: Exception) -> str:
    path = getattr(getattr(problem, "ctx", None), "command_path", "ketacli")
    return f"`{path} --help` lists the options."


def _wants_json(argv: Sequence[str]) -> bool:
    pairs = zip(argv, [*argv[1:], ""], strict=True)
    return (
        any(
            word in ("--format=json", "--format=jsonl") or (word == "--format" and following in ("json", "jsonl"))
            for word, following in pairs
        )
        and sys.stdout is not None
    )
