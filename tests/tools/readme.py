"""Brings the README's transcript and picture up to date: `python -m tests.tools.readme`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "check.png"
COMMAND = ["check", "sample_policies/larkspur-esketamine.pdf"]
_BLOCK = re.compile(r"(\$ ketacli check sample_policies/larkspur-esketamine\.pdf\n)(.*?)(\n```)", re.DOTALL)


def transcript() -> str:
    """What the command prints without a terminal, 80 columns wide."""
    argv = [sys.executable, "-m", "ketacli", *COMMAND]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    return done.stdout.rstrip("\n")


def shown() -> str:
    """The transcript as the README has it."""
    found = _BLOCK.search(README.read_text("utf-8"))
    return found.group(2) if found else ""


def write() -> None:
    """Rewrite the block, and draw the HTML report with Chromium where it is installed."""
    said = transcript()
    README.write_text(
        _BLOCK.sub(lambda found: found.group(1) + said + found.group(3), README.read_text("utf-8")), "utf-8"
    )
    chromium = shutil.which("chromium")
    if chromium is None:
        return
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        argv = [sys.executable, "-m", "ketacli", *COMMAND, "--format", "html", "-o", str(page)]
        subprocess.run(argv, capture_output=True, cwd=ROOT, timeout=120, check=False)
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
        ]
        size = ["--window-size=980,1250", f"--screenshot={PICTURE}"]
        subprocess.run([chromium, *flags, *size, page.as_uri()], capture_output=True, timeout=120, check=False)


if __name__ == "__main__":
    write()
