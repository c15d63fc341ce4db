"""Speed and memory of reading documents, each against a bare script of the same library in the same run.

`run()` gives (label, ratio or figure, goal) rows; a row is met where the figure is at most the goal.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
Row = tuple[str, float, float]

_BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
print(sum(len(document[at].get_textpage().get_text_range()) for at in range(len(document))))
"""
_OURS = """
import sys
from pathlib import Path
from ketacli.documents.read import read_document
read_document(Path(sys.argv[1]), ocr=sys.argv[2] if len(sys.argv) > 2 else "auto")
"""
_PEAK = (
    _OURS
    + """
print(next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
)

_PAGE = """
= Section {n}. Medical necessity of ketamine infusion
Ketamine infusion is considered medically necessary for treatment-resistant depression when all of the following
criteria are met and documented in the record of member {n}, according to the prescriber:
+ The member is at least 18 years of age.
+ Failure of one of the following in the current episode:
  - two antidepressants from different classes, each for at least {n} weeks at an adequate dose; or
  - electroconvulsive therapy, unless it is contraindicated.
+ The prescriber is a psychiatrist, and the site is certified.
#lorem(330)
#table(columns: (70pt, 1fr), [*Code*], [*Description*], [G2082], [Visit, up to 56 mg], [J3490], [Unclassified drugs])
"""


def policy(pages: int) -> bytes:
    """A digital PDF of that many pages of policy text."""
    import typst

    head = "#set page(width: 612pt, height: 792pt, margin: 54pt, header: [Acme Health], footer: [Policy 12])\n"
    body = "\n#pagebreak()\n".join(_PAGE.replace("{n}", str(n)) for n in range(1, 51))
    fifty = typst.compile((head + "#set text(size: 9.5pt)\n" + body).encode())
    return fifty if pages <= 50 else repeated(fifty, pages)


def repeated(data: bytes, pages: int) -> bytes:
    """The pages of a PDF again and again."""
    from io import BytesIO

    import pypdfium2

    source, out = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    while len(out) < pages:
        out.import_pages(source, pages=list(range(min(len(source), pages - len(out)))))
    stream = BytesIO()
    out.save(stream)
    return stream.getvalue()


def seconds(code: str, *args: str, turns: int = 5) -> float:
    """Wall-clock seconds of a Python process, the best of several."""
    return min(_once(code, args)[0] for _ in range(turns))


def _once(code: str, args: tuple[str, ...]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *args], check=True, cwd=ROOT, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout


def run() -> list[Row]:
    """The rows of this benchmark."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for pages in (100, 1000, 5000):
            paths[pages] = Path(folder, f"{pages}.pdf")
            paths[pages].write_bytes(policy(pages))
        bare, ours = seconds(_BARE, str(paths[100])), seconds(_OURS, str(paths[100]))
        rows.append(("reading 100 PDF pages / bare pypdfium2 script", ours / bare, 1.5))
        tenfold = seconds(_OURS, str(paths[1000]), turns=2)
        rows.append(("reading 1,000 pages / 10 × 100 pages", tenfold / (10 * ours), 1.1))
        for pages, limit in ((1000, 300.0), (5000, 1000.0)):
            rows.append((f"peak memory of {pages:,} pages, MiB", float(_once(_PEAK, (str(paths[pages]),))[1]), limit))
        rows += _ocr(Path(folder))
    return rows


def _ocr(folder: Path) -> list[Row]:
    """An OCR page against tesseract alone on the same picture; nothing where tesseract is not installed."""
    import shutil

    import pypdfium2

    if shutil.which("tesseract") is None:
        return []
    page = pypdfium2.PdfDocument(policy(1))[0]
    picture = page.render(scale=300 / 72, grayscale=True).to_pil()
    picture.save(folder / "scan.pdf", resolution=300)
    picture.save(folder / "scan.pgm")
    alone = (
        "import subprocess, sys, os\n"
        "subprocess.run(['tesseract', sys.argv[1], '-', '--dpi', '300', '-l', 'eng', 'tsv'], check=True,"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, 'OMP_THREAD_LIMIT': '1'})"
    )
    ours, bare = seconds(_OURS, str(folder / "scan.pdf"), turns=3), seconds(alone, str(folder / "scan.pgm"), turns=3)
    return [("an OCR page / tesseract alone", ours / bare, 1.15)]
