"""How long a command takes from an empty process, as a multiple of `python -c pass`; bytecode is compiled first.

Counted is the processor time of the child (user and system), which a busy machine disturbs less than the clock does;
the best of several runs on both sides, taken in turn.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import ketacli

RUNS = 9
_SCRIPT = "from ketacli.__main__ import run; run()"
"""What the installed `ketacli` script does."""
_POLICY = """Medical policy
Esketamine (Spravato) is covered for adults with treatment-resistant depression when two antidepressants have failed.
Intravenous ketamine for depression is considered investigational.
"""
_RIGHTS = ("rights", "--plan-type", "marketplace_individual", "--state", "WI", "--denied-on", "2026-10-01")


def run() -> list[tuple[str, float, float]]:
    """Label, ratio, goal (LIBRARIES: start-up goals)."""
    package = Path(ketacli.__file__).parent
    compileall.compile_dir(package, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.txt"
        small.write_text(_POLICY, encoding="utf-8")
        commands: dict[str, tuple[tuple[str, ...], float]] = {
            "--version": (("--version",), 1.2),
            "cost --sessions 6": (("cost", "--sessions", "6"), 8.0),
            "rights": (_RIGHTS, 10.0),
            "faq": (("faq",), 10.0),
            'faq "question"': (("faq", "what does a session cost"), 10.0),
            "check small.txt": (("check", str(small)), 12.0),
        }
        return _measured(commands, Path(folder))


def _measured(commands: dict[str, tuple[tuple[str, ...], float]], folder: Path) -> list[tuple[str, float, float]]:
    bare: list[float] = []
    taken: dict[str, list[float]] = {label: [] for label in commands}
    for _ in range(RUNS):
        bare.append(_seconds(["-c", "pass"], folder))
        for label, (argv, _) in commands.items():
            taken[label].append(_seconds(["-c", _SCRIPT, *argv], folder))
    return [(f"{label} / python -c pass", min(taken[label]) / min(bare), goal) for label, (_, goal) in commands.items()]


def _seconds(argv: list[str], folder: Path) -> float:
    """Processor seconds of one child process, in an environment without colours or a user's own facts."""
    root = str(Path(ketacli.__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": root, "NO_COLOR": "1", "KETACLI_FACTS": str(folder / "none")}
    child = subprocess.Popen(
        [sys.executable, *argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=folder
    )
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime
