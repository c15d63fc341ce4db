"""Calendar files (RFC 5545): all-day events with a reminder. A title names a step, never a treatment or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from ketacli.reports.paper import folded

_OCTETS = 75
"""Longest line of a calendar file in octets, without its line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One day in the calendar."""

    day: date
    title: str
    """Words on the lock screen of a phone: a step and nothing personal."""
    notes: str = ""
    key: str
    """What makes it the same event when the file is written anew (a case and a level, a plan type and a level)."""
    remind_days: tuple[int, ...] = (7, 1)


def calendar(events: Sequence[Event], *, stamp: date) -> str:
    """A calendar with one all-day event each. `stamp` is the day on which it was written (UTC)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ketacli//deadlines//EN", "CALSCALE:GREGORIAN"]
    for event in sorted(events, key=lambda each: (each.day, each.title)):
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _fold(line))


def _event(event: Event, stamp: date) -> list[str]:
    uid = sha256(event.key.encode("utf-8")).hexdigest()[:32]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}@ketacli",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(event.title)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
    ]
    if event.notes:
        lines.append(f"DESCRIPTION:{_text(event.notes)}")
    for days in event.remind_days:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.title)}", f"TRIGGER:-P{days}D"]
        lines.append("END:VALARM")
    return [*lines, "END:VEVENT"]


def _text(words: str) -> str:
    """TEXT value: backslash, comma, semicolon and line break escaped; controls made harmless."""
    clean = folded(words).replace("\\", "\\\\")
    return clean.replace(";", "\\;").replace(",", "\\,")


def _fold(line: str) -> list[str]:
    """A content line in pieces of at most 75 octets; later pieces begin with a space. No character is cut."""
    pieces, current, room = [], "", _OCTETS
    for sign in line:
        size = len(sign.encode("utf-8"))
        if size > room:
            pieces.append(current)
            current, room = " ", _OCTETS - 1
        current += sign
        room -= size
    return [*pieces, current]
