"""Writing iCalendar (RFC 5545): lines folded at 75 octets, text escaped, moments in UTC. Pure.

A moment in UTC needs no VTIMEZONE and means the same whatever a phone thinks of British summer time (3.3.5, form 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST = 75
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something in a calendar. A `date` lasts that whole day, a moment until `ends`."""

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | None = None
    changed: datetime
    sequence: int = 0
    about: str = ""
    url: str = ""
    cancelled: bool = False


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """A whole calendar, UTF-8 with CRLF; `changed` of each entry is its DTSTAMP (3.8.7.2, for METHOD PUBLISH)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Participation portal//Meetings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) for line in lines)


def escape(text: str) -> str:
    """Text as a value (3.3.11): one kind of line end, no control characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unified).translate(_ESCAPED)


def fold(line: str) -> bytes:
    """A content line with its end, in pieces of at most 75 octets; never through the middle of a character (3.1)."""
    pieces, piece = [], b""
    for character in line:
        encoded = character.encode()
        if len(piece) + len(encoded) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.changed)}"
    yield from _when(entry)
    yield f"SUMMARY:{escape(entry.title)}"
    if entry.about:
        yield f"DESCRIPTION:{escape(entry.about)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"SEQUENCE:{entry.sequence}"
    yield "STATUS:CANCELLED" if entry.cancelled else "STATUS:CONFIRMED"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _when(entry: Entry) -> Iterator[str]:
    if isinstance(entry.starts, datetime):
        yield f"DTSTART:{_moment(entry.starts)}"
        if entry.ends is not None:
            yield f"DTEND:{_moment(entry.ends)}"
        return
    yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
    if entry.starts < date.max:  # without an end a day lasts that day (3.6.1)
        yield f"DTEND;VALUE=DATE:{entry.starts + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
