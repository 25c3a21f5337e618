"""Pages as a browser saves them: which address they say they are from, and what is in one that was saved as MHTML."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from pipelines.filekinds import HEAD

LINK = re.compile(rb"<(?:link|meta)\b[^>]{1,2000}>", re.IGNORECASE)
CANONICAL = re.compile(rb"""\b(?:rel\s*=\s*["']?canonical|property\s*=\s*["']?og:url)\b""", re.IGNORECASE)
ADDRESS = re.compile(rb"""\b(?:href|content)\s*=\s*["']?(https?://[^\s"'<>]{3,2000})""", re.IGNORECASE)
SAVED = re.compile(  # what Chromium and Internet Explorer write, and SingleFile
    rb"(?:<!-- saved from url=\(\d{4,5}\)|<!--\s+Page saved with SingleFile\s+url:\s+)(https?://[^\s<>]{3,2000})"
)


class SavedPage(NamedTuple):
    """What a file says of the page in it; None of what it does not."""

    body: bytes
    content_type: str
    url: str | None
    saved_at: datetime | None


def find_own_url(body: bytes) -> str | None:
    """The address that a page states for itself: its canonical link, else its `og:url`, else where it was saved."""
    tags = [tag for tag in LINK.findall(body[:HEAD]) if CANONICAL.search(tag)]
    tags.sort(key=lambda tag: tag[:2].lower() != b"<l")
    found = (*(ADDRESS.search(tag) for tag in tags), SAVED.search(body[:HEAD]))
    return next((html.unescape(match[1].decode("utf-8", "replace")) for match in found if match), None)


def read_mhtml(data: bytes) -> SavedPage | None:
    """The page of an MHTML file (RFC 2557); None where none is in it. Its pictures and frames are left out."""
    message = message_from_bytes(data)
    part = next(_iter_html_parts(message), None)
    body = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(body, bytes):
        return None
    url = message["Snapshot-Content-Location"] or part["Content-Location"]  # what Chromium calls it, and all others
    is_address = isinstance(url, str) and url.startswith(("http://", "https://"))
    return SavedPage(body, str(part["Content-Type"]), url if is_address else None, _read_date(message["Date"]))


def _iter_html_parts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml"))


def _read_date(told: object) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(told))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
