"""Builds the sample policies and the project's own gold: `python -m tests.tools.build [NAME…]`.

Needs the development tools typst, python-docx, markdown-it-py and, for scans, Pillow. What it writes is committed.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import textwrap
import tomllib
from pathlib import Path
from typing import Any

from tests.tools.markup import parse, to_html, to_text, to_typst, typst_escape
from tests.tools.record import Pages, Wrong, compile_gold
from tests.tools.scan import scanned
from tests.tools.word import to_word

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SOURCES = HERE / "sources"
DATA = ROOT / "tests" / "data"
HOMES = {
    "samples": (ROOT / "sample_policies", DATA / "gold" / "samples"),
    "development": (DATA / "gold", DATA / "gold"),
    "held_out": (DATA / "gold_held_out", DATA / "gold_held_out"),
    "letters_held_out": (DATA / "denials_held_out", DATA / "denials_held_out"),
}
VARIANTS = {"pdf": "", "docx": "-word", "html": "-web", "txt": "-plain", "scan": "-scan"}


def background() -> dict[str, str]:
    """The paragraphs on studies, labels and guidelines that policies carry, by name."""
    text = (HERE / "background.txt").read_text("utf-8")
    found = re.findall(r"^\[([\w-]+)\]\n(.*?)(?=^\[|\Z)", text, re.S | re.M)
    return {name: " ".join(body.split()) for name, body in found}


def filled(text: str, suffix: str) -> str:
    """The source with `{{name}}` replaced by that paragraph."""
    shelf = background()

    def paragraph(found: re.Match[str]) -> str:
        words = shelf[found[1]]
        if found[1] in ("refs", "k-refs"):
            mark = {".typ": "+ ", ".html": "<li>"}.get(suffix, "- ")
            return "\n".join(mark + work for work in re.split(r"(?:^| )\d\. ", words)[1:])
        if suffix == ".txt":
            return textwrap.fill(words, 88, break_on_hyphens=False)
        return typst_escape(words) if suffix == ".typ" else f"<p>{words}</p>" if suffix == ".html" else words

    return re.sub(r"\{\{([\w-]+)\}\}", paragraph, text)


def to_pdf(source: str, target: Path) -> None:
    """Compile Typst with the house styles beside it."""
    import typst

    with tempfile.NamedTemporaryFile("w", suffix=".typ", dir=HERE / "sources", encoding="utf-8") as made:
        made.write("#set document(date: none)\n" + source)
        made.flush()
        typst.compile(made.name, output=str(target), root=str(HERE))


def pdf_pages(path: Path) -> Pages:
    """The text of each page in pdfium's order."""
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(str(path))]


def pages_of(path: Path) -> Pages:
    """What a reader of the document sees, a string a page."""
    if path.suffix == ".pdf":
        return pdf_pages(path)
    if path.suffix == ".docx":
        import docx

        package = docx.Document(str(path)).part.package
        pieces = [piece.element for piece in package.iter_parts() if hasattr(piece, "element")]
        return ["".join(node.text or "" for element in pieces for node in element.iter("{*}t"))]
    text = path.read_text("utf-8")
    return [seen(text) if path.suffix == ".html" else text]


def seen(text: str) -> str:
    """The text of a web page without what nobody sees."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    hidden = "head, script, style, template, noscript, del, s, [hidden], [style*='display:none'], .is-hidden, .tab-off"
    for node in tree.css(hidden):
        node.decompose()
    return tree.body.text(separator=" ") if tree.body else ""


def documents(source: Path, home: Path) -> list[tuple[Path, Path]]:
    """Build every format of a source: (document, the document whose text stands for it)."""
    name, suffix = source.stem, source.suffix
    text = filled(source.read_text("utf-8"), suffix)
    if suffix in (".html", ".txt"):
        target = home / source.name
        target.write_text(text, "utf-8")
        return [(target, target)]
    if suffix == ".typ":
        only_scan = text.startswith("// scan")
        formats, meta, blocks = ["scan" if only_scan else "pdf"], {}, []
    else:
        meta, blocks = parse(text)
        formats = meta.get("formats", "docx").split()
        text = style_of(meta) + to_typst(meta, blocks)
    made = []
    for form in formats:
        stem = name + (VARIANTS[form] if len(formats) > 1 else "")
        target = home / f"{stem}.{form.replace('scan', 'pdf').replace('markdown', 'md')}"
        if form == "pdf":
            to_pdf(text, target)
        elif form == "docx":
            to_word(meta, blocks, target)
        elif form == "scan":
            digital = Path(tempfile.mkdtemp()) / f"{stem}.pdf"
            to_pdf(text, digital)
            scanned(digital, target)
            made.append((target, digital))
            continue
        elif form == "markdown":
            target.write_text(filled(source.read_text("utf-8"), suffix).split("\n---\n", 1)[1].lstrip(), "utf-8")
        else:
            target.write_text(to_html(meta, blocks) if form == "html" else to_text(meta, blocks), "utf-8")
        made.append((target, target))
    return made


def style_of(meta: dict[str, str]) -> str:
    """The Typst preamble of a Markdown source."""
    words = {key: json.dumps(meta.get(key, ""), ensure_ascii=False) for key in ("header", "footer")}
    columns = meta.get("columns", "1")
    color = json.dumps(meta.get("color", "#234"))
    return (
        '#import "/styles.typ": *\n'
        f"#show: policy.with(head: {words['header']}, foot: {words['footer']}, columns: {columns}, color: {color})\n"
    )


def patients(source: Path) -> list[dict[str, Any]]:
    """The patients of a policy: common facts, and for each what differs."""
    told = tomllib.loads(source.read_text("utf-8"))
    people = []
    for place, person in enumerate(told["patient"], 1):
        facts = {**told["facts"], **person.get("change", {})}
        facts = {key: value for key, value in facts.items() if key not in person.get("drop", [])}
        expect = {"status": person["status"], "unmet": person.get("unmet", []), "unknown": person.get("unknown", [])}
        for key in ("unmet_also_accepted", "unknown_also_accepted"):
            expect |= {key: person[key]} if key in person else {}
        ident = f"{source.name.split('.')[0]}-p{place}"
        people.append({"id": ident, "kind": person["kind"], "facts": facts, "expect": expect, "why": person["why"]})
    return people


def write_json(path: Path, value: Any) -> None:
    """Write JSON as the shared gold has it."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def build(source: Path) -> list[str]:
    """Build one source with its records; what could not be built."""
    home, gold = HOMES[source.parent.name]
    home.mkdir(parents=True, exist_ok=True)
    gold.mkdir(parents=True, exist_ok=True)
    problems = []
    for target, readable in documents(source, home):
        record = source.with_suffix(".gold")
        try:
            pages = pages_of(readable)
            if record.exists():
                write_json(gold / f"{target.stem}.gold.json", compile_gold(record, target.name, pages))
            people = source.parent / f"{source.stem}.patients.toml"
            if people.exists():
                write_json(gold / f"{target.stem}.patients.json", patients(people))
            sys.stdout.write(f"{target.relative_to(ROOT)}: {len(pages)} pages, {target.stat().st_size // 1024} kB\n")
        except Wrong as problem:
            problems.append(str(problem))
    return problems


def main(names: list[str]) -> int:
    """Build all sources, or those named."""
    sources = sorted(path for path in SOURCES.glob("*/*") if path.suffix in (".typ", ".md", ".html", ".txt"))
    problems = [line for path in sources if not names or path.stem in names for line in build(path)]
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
