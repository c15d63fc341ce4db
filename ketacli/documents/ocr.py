"""Pages that are pictures: read by tesseract, laid out from the places of its words."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess

from ketacli.documents.hyphens import Hyphens
from ketacli.documents.limits import Watch
from ketacli.documents.lines import Line, Sheet
from ketacli.documents.model import UnreadPage
from ketacli.documents.pictures import Picture
from ketacli.documents.text_lines import is_titled
from ketacli.records import positional

_SECONDS_A_PAGE = 120.0
_UNSURE = 60.0
"""Median confidence (of 100) below which a page counts as hard to read."""

_NOISE = 30.0
"""Median confidence up to which a line of few words is no text."""
_BULLETS = frozenset(["e", "¢", "«", "©", "®", "°", "»", "*", "·", "¥", "@", "o"])

NO_ENGINE = "the page is a picture and no OCR engine (tesseract) was found"


@positional
class Word:
    """A word that was recognised; places in pixels."""

    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    confidence: float
    text: str


def engine() -> str | None:
    """Path of tesseract, or None where it is not installed."""
    return shutil.which("tesseract")


def recognise(picture: Picture, number: int, watch: Watch) -> Sheet | UnreadPage:
    """The page's text by tesseract, or why there is none. A blank page is a page without text."""
    size = picture.width * 72 / picture.dpi, picture.height * 72 / picture.dpi
    if picture.is_blank:
        return Sheet(number, "", *size, [], ocr=True)
    program = engine()
    if program is None:
        return UnreadPage(page=number, reason=NO_ENGINE)
    words = _run(program, picture, "3", watch)
    if isinstance(words, str):
        return UnreadPage(page=number, reason=words)
    if _confidence(words) < _UNSURE:
        turned = _run(program, picture, "1", watch)
        if not isinstance(turned, str) and _confidence(turned) > _confidence(words):
            words = turned
    if not words:
        return UnreadPage(page=number, reason="the page is a picture in which OCR found no text")
    sheet = to_sheet(words, number, picture.dpi, size)
    sheet.confidence = _confidence(words)
    return sheet


def _run(program: str, picture: Picture, mode: str, watch: Watch) -> list[Word] | str:
    """Words of a picture, or the reason why tesseract gave none."""
    argv = [program, "-", "-", "--dpi", str(picture.dpi), "--psm", mode, "-l", "eng", "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            argv,
            input=picture.pgm(),
            capture_output=True,
            timeout=min(watch.seconds_left(), _SECONDS_A_PAGE),
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "the page is a picture and OCR took too long"
    except OSError:
        return NO_ENGINE
    if done.returncode:
        return "the page is a picture and OCR failed on it"
    return parse_tsv(done.stdout.decode("utf-8", "replace"))


def parse_tsv(table: str) -> list[Word]:
    """The words of tesseract's TSV output."""
    words = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            block, paragraph, line, _, left, top, width, height = map(int, cells[2:10])
            words.append(Word((block, paragraph, line), left, top, width, height, float(cells[10]), cells[11].strip()))
    return words


def _confidence(words: list[Word]) -> float:
    return statistics.median(word.confidence for word in words) if words else 0.0


def to_sheet(words: list[Word], number: int, dpi: int, size: tuple[float, float]) -> Sheet:
    """Lines of text with their places, words broken at a line's end made whole."""
    rows = _rows(words)
    scale = 72 / dpi
    usual = statistics.median(_height(row) for row in rows.values()) * scale
    texts = [_text(row) for row in rows.values()]
    whole, hyphens = "\n".join(texts), Hyphens()
    lines: list[Line] = []
    parts: list[str] = []
    length = 0
    for place, (row, text) in enumerate(zip(rows.values(), texts, strict=True)):
        following = texts[place + 1] if place + 1 < len(texts) else ""
        broken = len(text) > 2 and text[-1] in "-‐¬" and text[-2].isalpha() and following[:1].islower()
        if broken:
            text = text[:-1]
        line = _line(row, length, length + len(text), scale, usual, broken)
        line.bold = _reads_as_title(text)
        lines.append(line)
        joint = "\n"
        if broken:
            joint = "\u00ad" if hyphens.is_hard(text, following, whole) else ""
        parts += [text, joint]
        length += len(text) + len(joint)
    return Sheet(number, "".join(parts).rstrip("\n"), *size, lines, ocr=True)


def _rows(words: list[Word]) -> dict[tuple[int, int, int], list[Word]]:
    """Words by line; lines that are nothing but noise (specks, parts of rules) are left out."""
    rows: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        rows.setdefault(word.line, []).append(word)
    return {key: row for key, row in rows.items() if _confidence(row) >= _NOISE or len(row) > 3}


def _text(row: list[Word]) -> str:
    """The words of a line; a bullet, which tesseract takes for a letter or a sign, is a bullet again."""
    texts = [word.text for word in row]
    if len(row) > 1 and texts[0] in _BULLETS and row[1].left - row[0].left - row[0].width > 0.3 * row[1].height:
        texts[0] = "•"
    return " ".join(texts)


def _height(row: list[Word]) -> int:
    return max(word.top + word.height for word in row) - min(word.top for word in row)


def _reads_as_title(text: str) -> bool:
    """True for a short line whose words are capitalised: a picture does not tell which words are bold."""
    words = text.split()
    return 1 < len(words) <= 8 and text[-1].isalpha() and is_titled(text) and not any(map(str.isdigit, text))


def _line(row: list[Word], start: int, end: int, scale: float, usual: float, broken: bool) -> Line:
    """A line in points. Its box depends on which letters it holds: near the usual height counts as the usual height."""
    bottom = max(word.top + word.height for word in row) * scale
    height = _height(row) * scale
    if 0.6 * usual < height < 1.4 * usual:
        height = usual
    x0, x1 = row[0].left * scale, (row[-1].left + row[-1].width) * scale
    return Line(start, end, x0, x1, bottom - height, height, False, 0, broken)
