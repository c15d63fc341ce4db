"""Segments of an X12 835, read by pyx12; a file without its outer envelope is read too, and says so."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ketacli.errors import InputProblem


class NotARemittance(InputProblem):
    """An X12 file of another kind: an eligibility answer (271), a claim (837)."""

    kind = "not_a_remittance"


class BrokenRemittance(InputProblem):
    """An X12 file that cannot be read to its end."""

    kind = "broken_remittance"


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name and its elements from 1 on; a composite element is kept as its parts."""

    name: str
    elements: tuple[str, ...]
    component: str
    """The separator of parts within an element."""

    def get(self, number: int) -> str:
        """Element `number`, empty where it is absent."""
        return self.elements[number - 1].strip() if number <= len(self.elements) else ""

    def parts(self, number: int) -> list[str]:
        """The parts of a composite element."""
        return self.get(number).split(self.component)

    def amount(self, number: int) -> Decimal | None:
        """An amount in dollars; None where the element is empty. Raises BrokenRemittance where it is no number."""
        text = self.get(number)
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation as problem:
            raise BrokenRemittance(f"segment {self.name} holds no number in element {number}") from problem


def is_x12(data: bytes) -> bool:
    """Whether bytes begin as an X12 interchange, or as a bare transaction set."""
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return (head.startswith(b"ISA") and len(head) > 100) or bool(re.match(rb"ST[^\w\s]\d{3}[^\w\s]", head))


def read_segments(text: str, name: str) -> tuple[list[Segment], tuple[str, ...]]:
    """All segments and what the parser found wrong with the envelope. Raises NotARemittance, BrokenRemittance."""
    text = text.lstrip("\ufeff \r\n\t")
    warnings: list[str] = []
    if not text.startswith("ISA"):
        warnings.append("The file has no interchange envelope (ISA); separators were taken from its first segment.")
        text = _with_envelope(text)
    found = list(_parsed(text, name, warnings))
    sets = [segment.get(1) for segment in found if segment.name == "ST"]
    if not sets:
        raise BrokenRemittance(f"{name} holds no transaction set", hint="Ask the sender for the complete 835 file.")
    if "835" not in sets:
        kind = {"271": "an eligibility answer (271)", "837": "a claim (837)", "277": "a claim status (277)"}.get(
            sets[0], f"a transaction {sets[0]}"
        )
        raise NotARemittance(
            f"{name} is {kind}, not a remittance (835)",
            hint="Name an 835 file, or a letter or statement as PDF, DOCX or text.",
        )
    return found, tuple(dict.fromkeys(warnings))


def _with_envelope(text: str) -> str:
    """The text behind an outer envelope of our own, so that the parser learns the separators."""
    element = text[2:3]
    end = re.search(r"BPR", text)
    terminator = text[: end.start()].rstrip("\r\n")[-1:] if end else "~"
    composite = re.search(rf"SVC{re.escape(element)}[A-Z]{{2}}(?P<sign>[^\w\s])", text)
    component = composite["sign"] if composite else ":"
    fields = [
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        "ZZ",
        " " * 15,
        "ZZ",
        " " * 15,
        "000101",
        "0000",
        "^",
        "00501",
        "000000000",
        "0",
        "P",
        component,
    ]
    return element.join(fields) + terminator + text


def _parsed(text: str, name: str, warnings: list[str]) -> Iterator[Segment]:
    from pyx12.errors import X12Error
    from pyx12.x12file import X12Reader

    try:
        reader = X12Reader(io.StringIO(text))
        for each in reader:
            head, *elements = each.format().rstrip(each.seg_term).split(each.ele_term)
            yield Segment(name=head.strip(), elements=tuple(elements), component=each.subele_term)
        warnings.extend(_told(message, line) for _kind, _code, message, _value, line in reader.pop_errors())
    except (X12Error, IndexError, AttributeError, ValueError) as problem:
        raise BrokenRemittance(
            f"{name} breaks off or is damaged", hint="Ask the sender for the file again."
        ) from problem


def _told(message: str, line: int | None) -> str:
    return f"The envelope is not in order: {message}" + (f" (segment {line})" if line else "")
