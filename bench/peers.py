"""Side by side with two readers of other kinds, on the gold texts beside the checkout: accuracy and time per document.

The peers stand in `../shared/gold/peers`: a keyword scan, and a medspaCy pipeline, which needs a Python of its own that
has medspacy 1.3 (`MEDSPACY_PYTHON=/path/to/python`); without it that one is left out. Each time is that of one process
that has loaded already. Where the gold is not there, nothing is measured.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
_FASTER = 20
_POSITIONS = re.compile(r"^positions\s.*?F1 ([\d.]+)", re.MULTILINE)
_PER_TEXT = re.compile(r"([\d.]+) s per document")
Row = tuple[str, float, float]


def run() -> list[Row]:
    """Label, ratio, goal: a peer's positions F1 against ours, and our time against medspaCy's."""
    texts = sorted((GOLD / "dev" / "texts").glob("*.txt"))
    if not texts:
        print("peers: no gold beside the checkout, nothing measured", file=sys.stderr)
        return []
    ours = _each(texts)
    scan = _seconds_of_scan(texts)
    rows: list[Row] = [("keyword scan: positions F1 / ours", *_accuracy(_command("baseline.py", sys.executable)))]
    print(f"peers: seconds per text: ours {ours:.4f}, keyword scan {scan:.4f}", file=sys.stderr)
    python = os.environ.get("MEDSPACY_PYTHON")
    if not python:
        print("peers: medspaCy left out (set MEDSPACY_PYTHON to a Python that has it)", file=sys.stderr)
        return rows
    theirs = _seconds_of_medspacy(python, texts)
    print(f"peers: seconds per text: medspaCy {theirs:.4f}", file=sys.stderr)
    rows.append(("medspaCy: positions F1 / ours", *_accuracy(_command("baseline_medspacy.py", python))))
    rows.append(("our time per text / medspaCy's", ours / theirs, 1 / _FASTER))
    return rows


def _each(texts: list[Path]) -> float:
    """Our seconds per text, reading the file included."""
    for path in texts:
        read_policy(read_document(path))
    start = time.perf_counter()
    for path in texts:
        read_policy(read_document(path))
    return (time.perf_counter() - start) / len(texts)


def _seconds_of_scan(texts: list[Path]) -> float:
    scan = _module(GOLD / "peers" / "baseline.py")
    start = time.perf_counter()
    for path in texts:
        scan.read(path.read_text("utf-8", "replace"))
    return (time.perf_counter() - start) / len(texts)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _seconds_of_medspacy(python: str, texts: list[Path]) -> float:
    done = subprocess.run(
        [python, str(GOLD / "peers" / "baseline_medspacy.py"), "--time", *map(str, texts)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = _PER_TEXT.search(done.stdout)
    if found is None:
        raise RuntimeError(f"no time in: {done.stdout[-500:]}{done.stderr[-500:]}")
    return float(found[1])


def _command(peer: str, python: str) -> str:
    return f"{python} {GOLD / 'peers' / peer} {{file}}"


def _accuracy(command: str) -> tuple[float, float]:
    """A peer's F1 of positions as a share of ours, and the most that it may be."""
    return _score(command) / _score(f"{sys.executable} -m ketacli check {{file}} --format json"), 0.999


def _score(command: str) -> float:
    gold = GOLD / "dev" / "texts"
    argv = [sys.executable, str(GOLD / "score.py"), "--gold", str(gold), "--command", command, "--jobs", "2"]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=ROOT)
    found = _POSITIONS.search(done.stdout)
    if found is None:
        raise RuntimeError(f"no score of positions in:\n{done.stdout[-500:]}{done.stderr[-500:]}")
    return float(found[1])
