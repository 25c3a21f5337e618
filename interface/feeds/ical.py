"""iCalendar (RFC 5545): a release is an event of whole days; one without a date is none."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from interface.feeds.entries import About, Entry

LONGEST = 75  # octets of a line
_SPECIAL = re.compile(r"[\\;,]")


def write_ical(about: About, entries: Iterable[Entry]) -> str:
    """A calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//moxun//releases//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(about.title)}",
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(entry: Entry) -> Iterator[str]:
    if entry.date is None:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}"
    yield f"DTSTAMP:{_moment(entry.updated)}"
    yield f"LAST-MODIFIED:{_moment(entry.updated)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART;VALUE=DATE:{entry.date.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.date.end + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.heading)}"
    yield f"DESCRIPTION:{_text(entry.text)}"
    yield f"STATUS:{'CONFIRMED' if entry.is_certain else 'TENTATIVE'}"
    yield f"CATEGORIES:{','.join(map(_text, entry.categories))}"
    if entry.link:
        yield f"URL:{entry.link}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text).replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, cut between characters; those that go on begin with a blank."""
    rest, prefix = line.encode(), b""
    while rest:
        end = min(len(rest), LONGEST - len(prefix))
        while end < len(rest) and rest[end] & 0xC0 == 0x80:  # noqa: PLR2004 not the first byte of a character
            end -= 1
        yield (prefix + rest[:end]).decode()
        rest, prefix = rest[end:], b" "
