"""`ketacli check` of a 100-page PDF as a whole process, against a bare script that extracts the same pages' text.

The pages are those of real-looking documents: the gold PDFs beside the checkout where they are, else the samples.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from ketacli.documents.read import read_document
from ketacli.policy.read import read_policy
from ketacli.shipped import shipped

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "dev" / "documents"
_BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
print(sum(len(document[at].get_textpage().get_text_range()) for at in range(len(document))))
"""
_CHECK = "import sys; from ketacli.__main__ import run; run()"
_TURNS = 3
Row = tuple[str, float, float]


def run() -> list[Row]:
    """Label, ratio or figure, goal."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {pages: Path(folder, f"{pages}.pdf") for pages in (100, 1000)}
        for pages, path in paths.items():
            path.write_bytes(put_together(sources(), pages))
        small, large = str(paths[100]), str(paths[1000])
        bare = min(_spent("-c", _BARE, small)[0] for _ in range(_TURNS))
        ours = min(_spent("-c", _CHECK, "check", small)[0] for _ in range(_TURNS))
        tenfold, peak = _spent("-c", _CHECK, "check", large)
        document = read_document(paths[100])
        extraction = min(_seconds(lambda: read_document(paths[100])) for _ in range(_TURNS))
        after = _seconds(lambda: read_policy(document))
        return [
            ("check of 100 PDF pages / bare extraction script", ours / bare, 1.6),
            ("what comes after extraction / extraction, on these pages", after / extraction, 0.25),
            ("check of 1,000 pages / 10 × 100 pages", tenfold / (10 * ours), 1.1),
            ("peak memory of check of 1,000 pages, MiB", peak, 300.0),
        ]


def _seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def sources() -> list[Path]:
    """Digital PDFs to take pages from."""
    folder = GOLD if GOLD.is_dir() else shipped("sample_policies")
    return [path for path in sorted(folder.glob("*.pdf")) if "scan" not in path.stem]


def put_together(paths: list[Path], pages: int) -> bytes:
    """A PDF of that many pages: those of the given ones in turn, from the start again where they run out."""
    import pypdfium2

    out = pypdfium2.PdfDocument.new()
    opened = [pypdfium2.PdfDocument(path) for path in paths]
    while len(out) < pages:
        for source in opened:
            out.import_pages(source, pages=list(range(min(len(source), pages - len(out)))))
    stream = BytesIO()
    out.save(stream)
    return stream.getvalue()


def _spent(*argv: str) -> tuple[float, float]:
    """Processor seconds (user and system) and peak memory in MiB of one Python process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    child = subprocess.Popen(
        [sys.executable, *argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT
    )
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
