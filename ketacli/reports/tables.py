"""CSV that a spreadsheet opens safely, and Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence

from ketacli.reports.paper import folded, visible

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula; plain numbers stay numbers."""
    text = visible("" if value is None else str(value), keep="\n")
    if not text.startswith(_FORMULA_START) or _is_number(text):
        return text
    return "'" + text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def csv_text(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """CSV with a header line; cells that begin like a formula get a leading apostrophe."""
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return stream.getvalue()


def md_escape(text: str) -> str:
    """Text whose characters mean nothing to Markdown or HTML."""
    clean = folded(text).replace("\\", "\\\\")
    for sign in "`*_{}[]<>#|~$!":
        clean = clean.replace(sign, "\\" + sign)
    return clean.replace("&", "&amp;")


def md_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; cells are escaped."""
    out = ["| " + " | ".join(headers) + " |", "|" + " --- |" * len(headers)]
    out += ["| " + " | ".join(md_escape("" if cell is None else str(cell)) for cell in row) + " |" for row in rows]
    return "\n".join(out) + "\n"
