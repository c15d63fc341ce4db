"""Title, payer and lines of business of a document (KF016), by their printed labels and its first lines."""

from __future__ import annotations

from ketacli.documents.model import Document, Page
from ketacli.policy import lazy_re as re
from ketacli.policy.fields.place import folded, head_lines, quoted
from ketacli.policy.reading import Quoted

_I = re.IGNORECASE


def title(document: Document) -> tuple[str, Quoted | None] | None:
    """The document's title: by its label, else the first line that reads like one, else the file's own."""
    if document.pages:
        page = document.pages[0]
        found = re.search(
            r"\b(?:policy (?:title|name)|subject|title)(?:\s*:\s*|\s+(?!to\b|changed\b))"
            r"(?P<t>[^\n\t]{4,140}?)(?=\s{3,}|\n|\t|$)",
            page.text[:1500],
            _I,
        )
        if found:
            return folded(found["t"]), quoted(page, found.start("t"), found.end("t"))
        for start, end in head_lines(page):
            line = re.split(r"\s{3,}|\t", page.text[start:end].strip())[0]
            if 8 <= len(line) <= 160 and not re.search(
                r"page \d|^\W*\d|^[•◦▪]|\bdates?\b|number|www\.|@|^dear|^attention\b", line, _I
            ):
                return folded(line.lstrip("# ")), quoted(page, start, end)
    return (document.title, None) if document.title else None


_INSURERS_WORDS = frozenset(
    [
        "health", "healthcare", "insurance", "mutual", "blue", "bluecross", "bcbs", "medicaid", "medicare", "tricare",
        "assurance", "benefit", "benefits", "plan", "hmo", "ppo", "trust", "cooperative", "administrators", "cross",
        "shield", "insurer",
    ]
)  # fmt: skip
_NO_PAYER = frozenset(
    [
        "department", "write", "contact", "ask", "commissioner", "policy", "notice", "summary", "explanation",
        "certificate", "evidence", "coverage", "criteria", "landscape", "options", "cover", "covers", "covered", "how",
        "navigating", "ketamine", "esketamine", "spravato", "treatment",
    ]
)  # fmt: skip
_ADDRESSED = re.compile(r"(?:to|attn|attention|cc|audience|for|distribution)\s*:", _I)
"""The line that names the readers of a notice."""


def insurers_words() -> frozenset[str]:
    """Words that insurers bear in their names, in lower case."""
    return _INSURERS_WORDS


def payer(document: Document) -> tuple[str, Quoted] | None:
    """The organisation that speaks: who underwrites, else the first line (or the footer) that names an insurer."""
    for page in document.pages[:1]:
        at = page.text.lower().find("underwritten by ")
        if 0 <= at < 3000:
            named = re.match(r"[^\n.\u00b7;|]{4,70}", page.text[at + 16 :])
            if named:
                return folded(named[0]), quoted(page, at, at + 16 + named.end())
        for start, end in (*list(head_lines(page))[:14], *_last_lines(page)):
            line = page.text[start:end].strip()
            if line.startswith("|") or line.endswith("?") or _ADDRESSED.match(line):
                continue  # a row of a table may compare insurers, a question asks about one
            for part in re.finditer(r"[^|\u00b7\t\u2013\u2014:]+", page.text[start:end]):
                name = re.split(r"\s{3,}", part[0].strip())[0]
                if _names_insurer(name):
                    begin = start + part.start() + part[0].find(name)
                    return folded(name), quoted(page, begin, begin + len(name))
    return None


def _names_insurer(name: str) -> bool:
    """A short run of capitalised words with one that insurers bear in their names."""
    words = name.replace(",", "").split()
    plain = {word.lower().strip(".'\u2019s") for word in words}
    if (
        not 2 <= len(words) <= 9
        or not plain & _INSURERS_WORDS
        or plain & _NO_PAYER
        or any(char.isdigit() for char in name)
    ):
        return False
    small = {"of", "and", "the", "&", "for"}
    return all(word[0].isupper() or word in small for word in words)


def _last_lines(page: Page) -> list[tuple[int, int]]:
    """The last two lines of a page."""
    text = page.text.rstrip()
    last = text.rfind("\n")
    before = text.rfind("\n", 0, max(0, last))
    return [(before + 1, max(0, last)), (last + 1, len(text))]


_LINES = (
    ("commercial", r"commercial|\bPPO\b|\bHMO\b|fully insured"),
    ("medicaid", r"medicaid|\bCHIP\b"),
    ("medicare", r"medicare"),
    ("tricare", r"tricare"),
    ("him", r"\bHIM\b|marketplace|exchange|ambetter"),
    ("federal_employees", r"federal employee|\bFEP\b|\bFEHB\b"),
    ("student", r"student health"),
)


def lines_of_business(document: Document) -> tuple[tuple[str, ...], Quoted | None]:
    """Lines of business that the head of the document names for itself."""
    for page in document.pages[:1]:
        label = re.search(
            r"(?:lines? of business|products?|applies to|applicable (?:to|plans?))\s*:?\s+(?P<l>[^\n]{4,160})",
            page.text[:2500],
            _I,
        )
        if label:
            names = tuple(name for name, words in _LINES if re.search(words, label["l"], _I))
            return names, quoted(page, label.start(), label.end())
    return (), None
