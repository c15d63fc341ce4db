"""A packet as a ZIP: letter and exhibits as they are, numbered in order, with cover sheet and checklist as text."""

from __future__ import annotations

import io
import re
from pathlib import Path

from ketacli.cases.packet import Packet
from ketacli.cases.packet_pdf import TITLE

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""One time for all members: the same packet gives the same bytes."""
_UNSAFE = re.compile(r"[^\w.-]+")


def packet_zip(packet: Packet) -> bytes:
    """The packet as ZIP bytes. Raises OSError where a file cannot be read."""
    import zipfile

    members = [("00-cover.txt", cover_text(packet).encode("utf-8"))]
    if packet.letter is not None:
        members.append((f"01-letter{packet.letter.suffix.lower()}", packet.letter.read_bytes()))
    for place, each in enumerate(packet.exhibits, 2):
        members.append((f"{place:02}-exhibit-{each.mark}-{_name(each.title, each.path)}", each.path.read_bytes()))
    members.append((f"{len(packet.exhibits) + 2:02}-checklist-do-not-send.txt", checklist_text(packet).encode("utf-8")))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            bundle.writestr(entry, data)
    return stream.getvalue()


def cover_text(packet: Packet) -> str:
    """Cover sheet with the list of exhibits."""
    lines = [TITLE, "", *(f"{label}: {words}" for label, words in packet.cover), "", "Contents"]
    lines += ["  Letter"] if packet.letter else []
    lines += [f"  Exhibit {each.mark}: {each.title}" for each in packet.exhibits]
    return "\n".join(lines) + "\n"


def checklist_text(packet: Packet) -> str:
    """The checklist: what is done, what is not."""
    rows = [f"[{'x' if done else ' '}] {words}" for done, words in packet.checklist]
    return "\n".join(["Checklist (for you: do not send)", "", *rows]) + "\n"


def _name(title: str, path: Path) -> str:
    return (_UNSAFE.sub("-", title).strip("-.").lower()[:60] or "document") + path.suffix.lower()
