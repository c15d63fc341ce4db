"""What all tests share: running the program as a user does, and the read-only gold that may be absent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow at drawing examples: speed is measured by `make bench`, never by a test.
settings.register_profile("ketacli", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ketacli")

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `ketacli` in a process of its own, without a terminal: `run("check", "x.txt", stdin="")`."""

    def go(*args: str | Path, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-m", "ketacli", *map(str, args)]
        clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR")}
        return subprocess.run(
            argv,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            cwd=ROOT,
            env=clean | (env or {}),
            check=False,
        )

    return go


@pytest.fixture
def gold() -> Path:
    """The shared gold folder; the test is skipped where a clone stands without it."""
    if not GOLD.is_dir():
        pytest.skip("the gold records (../shared/gold) are not beside this clone")
    return GOLD
