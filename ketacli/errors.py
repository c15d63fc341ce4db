"""Exit codes, and one class for each way in which things go wrong, with the words that a person reads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The contract with shell scripts (see README, Exit codes)."""

    OK = 0
    """Done; nothing stands against the patient."""
    ATTENTION = 1
    """Done; something needs attention: an exclusion, an experimental label, an unmet or a missing criterion."""
    USAGE = 2
    """Wrong use: an option, a value, an answers file."""
    UNREAD = 3
    """An input, or a part of one, could not be read: the answer is "unknown"."""
    BUG = 4
    """A fault of the program itself."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


_SEVERITY = (
    ExitCode.OK,
    ExitCode.ATTENTION,
    ExitCode.USAGE,
    ExitCode.UNREAD,
    ExitCode.BUG,
    ExitCode.INTERRUPTED,
)


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The code that a batch leaves with: the worst of its parts wins (4, 3, 2, 1, 0)."""
    return max(codes, key=_SEVERITY.index, default=ExitCode.OK)


class KetacliError(Exception):
    """What went wrong, why, and the next command. Subclasses carry their exit code and a stable `kind` for JSON.

    Texts name files, keys and options; never a value that could identify a patient.
    """

    code: ClassVar[ExitCode] = ExitCode.USAGE
    kind: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        """One sentence: what happened and why."""
        self.hint = hint
        """One sentence: what to do next, with the command where there is one."""

    def as_record(self) -> dict[str, object]:
        """The error as it stands in the `errors` list of the JSON envelope."""
        return {
            "kind": self.kind,
            "message": self.message,
            "hint": self.hint or None,
            "exit_code": int(self.code),
        }


class UsageProblem(KetacliError):
    """An option or value that cannot be used."""

    kind = "usage"


class AnswersProblem(KetacliError):
    """A file of answers, a plan or a case that cannot be used; the message names file and key."""

    kind = "answers"


class OutputProblem(KetacliError):
    """A result that could not be written: the target exists, or cannot be written."""

    kind = "output"


class InputProblem(KetacliError):
    """An input that could not be read. The answer to any question about it is "unknown"."""

    code = ExitCode.UNREAD
    kind = "unreadable"


class FactsProblem(KetacliError):
    """A data file with a mistake in it; the message names file and key."""

    kind = "facts"
