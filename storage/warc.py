"""WARC/1.1 records: made from pages, and read back. Written as CC-NEWS does, with the payload decoded.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import base64
import hashlib
import io
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from isal import isal_zlib

from extract.fetchstate import FetchState
from extract.records import Capture, Page, Problem
from storage.members import Member, OnProblem, iter_members
from storage.payload import PayloadError, read_payload

LEVEL = 3  # of ISA-L's four: 60 KB of Chinese HTML take 0.13 ms and are 2 % larger than zlib's level 6, which takes 1.1
GZIP = 31  # window bits that mean a gzip member
SITE = "X-Moxun-Site"  # WARC extension fields: ours, and ignored by every other reader
MODIFIED = "X-Moxun-Modified"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
ENCODINGS = ("content-encoding", "transfer-encoding", "content-length")
HTML = ("text/html", "application/xhtml+xml")
ENCODED = re.compile(rb"^(?=(?:content|transfer)-encoding:)", re.IGNORECASE | re.MULTILINE)
ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")  # browsertrix takes the third
LINE_END = re.compile(r"[\r\n\0]+")

Headers = Iterable[tuple[str, str]]


class Record(NamedTuple):
    """One WARC record: its fields by lower-case name, its block, and where it lies in the file."""

    fields: dict[str, str]
    block: bytes
    offset: int
    length: int

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")


def warcinfo_member(file: str, now: datetime) -> bytes:
    """The first record of a file: who wrote it, and how."""
    block = b"software: moxun\r\nformat: WARC/1.1\r\nrobots: obey\r\n"
    fields = {"WARC-Type": "warcinfo", "WARC-Date": _stamp(now), "WARC-Filename": file}
    return _member(fields, "application/warc-fields", block)


def request_member(page: Page, headers: Headers, response_id: str) -> bytes:
    """What was asked for, as far as the crawler set it."""
    parts = urlsplit(page.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = [("Host", parts.netloc), *((name, value) for name, value in headers if name.lower() != "host")]
    block = _http_head(f"GET {target} HTTP/1.1", asked)
    fields = {**_page_fields(page, "request"), "WARC-Concurrent-To": response_id}
    return _member(fields, "application/http; msgtype=request", block)


def response_member(page: Page, modified: str, record_id: str) -> bytes:
    """The page as it came, except that its payload is decoded: the encodings it came in are kept as X-Crawler-*."""
    block = _response_head(page) + page.body
    fields = {**_page_fields(page, "response"), **_own_fields(page, modified), "WARC-Record-ID": record_id}
    return _member(fields, "application/http; msgtype=response", block)


def revisit_member(page: Page, modified: str, record_id: str, original: Capture) -> bytes:
    """The same payload as one archived before: only the head is kept, or of a 304, the server's own word, nothing.

    A block with the head of a 304 is allowed too, but pywb would replay that empty answer instead of the page.
    """
    is_unmodified = page.status == HTTPStatus.NOT_MODIFIED
    fields = {
        **_page_fields(page, "revisit"),
        **_own_fields(page, modified),
        "WARC-Record-ID": record_id,
        "WARC-Profile": NOT_MODIFIED if is_unmodified else IDENTICAL,
        "WARC-Payload-Digest": original.digest,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": _stamp(original.fetched_at),
    }
    block = b"" if is_unmodified else _response_head(page)
    return _member(fields, "application/http; msgtype=response", block)


def new_record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def iter_records(stream: BinaryIO, name: str, on_problem: OnProblem) -> Iterator[Record]:
    """Every sound record of a WARC stream, plain or gzipped. A damaged one is skipped and becomes a Problem."""
    for member in iter_members(stream, name, on_problem):
        count = 0
        for record in _read_member(member):
            count += 1
            if _is_sound(record):
                yield record
            else:
                url = record.fields.get("warc-target-uri", "")
                on_problem(Problem("archive", "digest-mismatch", url, _at(name, record)))
        if not count:
            on_problem(Problem("archive", "no-record", member.data[:40].decode("latin-1"), f"{name}@{member.offset}"))


def read_response(record: Record, name: str, on_problem: OnProblem) -> Page | None:
    """The page in a response record. None, and a Problem, where it cannot be read."""
    parsed = _read_http(record.block)
    fetched_at = _read_date(record.fields.get("warc-date", ""))
    url = record.fields.get("warc-target-uri", "").strip("<>")  # WARC/1.0 as wget writes it has the brackets
    if parsed is None or fetched_at is None or not url:
        code = "no-http-response" if parsed is None else "no-warc-date" if fetched_at is None else "no-target-uri"
        on_problem(Problem("archive", code, url or record.fields.get("warc-date", ""), _at(name, record)))
        return None
    status, headers, body = parsed
    try:
        payload = read_payload(headers, body)
    except PayloadError as error:
        on_problem(Problem("archive", "unreadable-payload", str(error), url))
        return None
    return Page(url, fetched_at, status, headers, payload, record.fields.get(SITE.lower(), ""))


def read_revisit(record: Record, name: str, on_problem: OnProblem) -> Page | None:
    """What a revisit record has of a page: its head, and no body. None, and a Problem, where it cannot be read.

    The status of one without a head is 304: it says that the server said so.
    """
    if record.block.strip():
        return read_response(record._replace(block=_without_encodings(record.block)), name, on_problem)
    head = f"HTTP/1.1 {HTTPStatus.NOT_MODIFIED.value} \r\n\r\n".encode()
    return read_response(record._replace(block=head), name, on_problem)


def read_state(record: Record, page: Page) -> FetchState:
    """What the server and the site's listing said about the page, as it was archived."""
    modified = record.fields.get(MODIFIED.lower(), "")
    return FetchState(page.header("ETag") or "", page.header("Last-Modified") or "", modified, page.digest)


def read_mime(headers: Headers) -> str:
    """The media type in lower case and without parameters; "" where there is none."""
    declared = next((value for name, value in headers if name.lower() == "content-type"), "")
    return declared.partition(";")[0].strip().lower()


def is_html(page: Page) -> bool:
    """By its declared type; where it declares none, by how it begins."""
    mime = read_mime(page.headers)
    start = page.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return mime in HTML or (not mime and start.startswith((b"<!doctype html", b"<html")))


def _member(fields: dict[str, str], content_type: str, block: bytes) -> bytes:
    head = {
        "WARC-Record-ID": new_record_id(),
        **fields,
        "WARC-Block-Digest": _digest(block),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in head.items())
    return isal_zlib.compress(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n", LEVEL, GZIP)


def _page_fields(page: Page, kind: str) -> dict[str, str]:
    return {"WARC-Type": kind, "WARC-Date": _stamp(page.fetched_at), "WARC-Target-URI": page.url}


def _own_fields(page: Page, modified: str) -> dict[str, str]:
    own = {SITE: page.site, MODIFIED: modified}
    return {"WARC-Payload-Digest": page.digest, **{name: value for name, value in own.items() if value}}


def _response_head(page: Page) -> bytes:
    phrase = HTTPStatus(page.status).phrase if page.status in set(HTTPStatus) else ""
    headers = [(f"X-Crawler-{name}" if name.lower() in ENCODINGS else name, value) for name, value in page.headers]
    return _http_head(f"HTTP/1.1 {page.status} {phrase}", [*headers, ("Content-Length", str(len(page.body)))])


def _http_head(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{name}: {_one_line(value)}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _one_line(value: str) -> str:
    """A line end in a value would let a server write fields of its own into our archive."""
    return LINE_END.sub(" ", value)


def _digest(data: bytes) -> str:
    return "sha1:" + _base32(hashlib.sha1(data, usedforsecurity=False).digest())


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode()


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_member(member: Member) -> Iterator[Record]:
    """Usually one record; a file gzipped as a whole is one member with all of them."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 5 MB of extension that only readers need

    for record in ArchiveIterator(io.BytesIO(member.data), parse_http=False, quirks_mode=True, auto_decode="none"):
        fields = {name.lower(): value for name, value in record.headers.items()}
        yield Record(fields, record.reader.read(), member.offset, member.length)


def _is_sound(record: Record) -> bool:
    """The block has its declared length and digest, in base32 or hexadecimal. Unknown algorithms are not checked."""
    if record.fields.get("content-length", "").strip() != str(len(record.block)):
        return False
    if record.kind == "revisit" and "warc-truncated" in record.fields:
        return True  # of what wget does not repeat, it gives the digest of the whole answer
    algorithm, _, declared = record.fields.get("warc-block-digest", "").partition(":")
    name = algorithm.strip().lower().replace("-", "")
    if name not in ALGORITHMS:
        return True
    digest = hashlib.new(name, record.block, usedforsecurity=False)
    told = declared.strip()
    return told.lower() == digest.hexdigest() or told.upper().rstrip("=") == _base32(digest.digest()).rstrip("=")


def _read_http(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes] | None:
    """Status, headers and body of an HTTP response; None where the block is none."""
    head, separator, body = block.partition(b"\r\n\r\n")
    if b"\n\n" in head or not separator:  # some servers end lines with LF alone
        head, separator, body = block.partition(b"\n\n")
    first, *lines = head.decode("latin-1").split("\n")
    version, _, rest = first.partition(" ")
    status = rest.strip()[:3]
    if not version.startswith("HTTP/") or not (status.isascii() and status.isdigit()):
        return None
    pairs = (line.partition(":") for line in lines if ":" in line)
    return int(status), tuple((name.strip(), value.strip()) for name, _, value in pairs), body


def _without_encodings(block: bytes) -> bytes:
    """A head alone has nothing that could be decoded."""
    return ENCODED.sub(b"X-", block)


def _read_date(stamp: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _at(name: str, record: Record) -> str:
    return f"{name}@{record.offset}"
