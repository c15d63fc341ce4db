"""`make prepare`: writes what a start of the program need not work out (`ketacli.policy.prepared`).

The patterns are those that the shipped samples and the project's own documents bring out; reading them also makes the
patterns that are put together from the vocabularies.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ketacli.documents.read import read_document
from ketacli.errors import KetacliError
from ketacli.policy import lazy_re
from ketacli.policy.prepared import PLACE, prepare
from ketacli.policy.read import read_policy
from ketacli.shipped import shipped

_ENDINGS = (".pdf", ".docx", ".html", ".txt", ".md")


def main() -> int:
    """Read all documents and write the file."""
    own = Path(__file__).parent.parent / "tests" / "data" / "gold"
    for path in sorted([*shipped("sample_policies").iterdir(), *own.iterdir()]):
        if path.suffix in _ENDINGS and path.stem != "README":
            try:
                read_policy(read_document(path, ocr="never"))
            except KetacliError as problem:
                print(f"{path.name}: {problem}", file=sys.stderr)
    PLACE.write_text(prepare(lazy_re.known()), encoding="utf-8")
    print(f"{PLACE}: {len(lazy_re.known())} patterns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
