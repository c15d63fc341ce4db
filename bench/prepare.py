"""`make prepare`: writes what a start of the program need not work out (`ketacli.policy.prepared`).

The patterns are those that the shipped samples and the project's own documents bring out. While these are read nothing
prepared is there, so that every pattern is tried on them, whatever letters they hold, and all come to light.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ketacli.documents.read import read_document
from ketacli.errors import KetacliError
from ketacli.patterns import bundle, compiled, kept
from ketacli.policy import lazy_re, needs, prepared
from ketacli.policy.read import read_policy
from ketacli.shipped import shipped

_ENDINGS = (".pdf", ".docx", ".html", ".txt", ".md")


def main() -> int:
    """Read all documents and write the file."""
    for place in (bundle.JSON, bundle.PLACE):
        place.unlink(missing_ok=True)
    bundle.bundle.cache_clear()
    own = Path(__file__).parent.parent / "tests" / "data" / "gold"
    for path in sorted([*shipped("sample_policies").iterdir(), *own.iterdir()]):
        if path.suffix in _ENDINGS and path.stem != "README":
            try:
                read_policy(read_document(path, ocr="never"))
            except KetacliError as problem:
                print(f"{path.name}: {problem}", file=sys.stderr)
    patterns = sorted({*lazy_re.known(), *needs.OWN, *kept.known()})
    content = prepared.prepare((each, bool(flags & re.I)) for each, flags in patterns)
    text = prepared.as_text(content).encode()
    bundle.JSON.write_bytes(text)
    bundle.PLACE.write_bytes(bundle.written(text, content, compiled.entries(patterns)))
    print(f"{bundle.JSON}, {bundle.PLACE}: {len(patterns)} patterns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
