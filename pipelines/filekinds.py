"""What a file is: told by how it begins, for archives are renamed; by its name where damage hides the beginning."""

import re
import zlib
from typing import Literal

Kind = Literal["warc", "html", "mhtml", "zip", "zstd", "empty", "damaged", "unknown"]

HEAD = 64 << 10  # bytes by which it is told
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # a frame, and a dictionary before the first of them
WARC_ENDINGS = (".warc", ".warc.gz", ".warc.gz.open")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
TAG = re.compile(rb"<[A-Za-z!?]")
HEADER = re.compile(rb"[\w-]{1,80}:")  # of a message, as MHTML is one
RELATED = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
VERSION = b"WARC/1."
BINARY = bytes({*range(1, 32)} - {*b"\t\n\r\f\x1b"})  # no text has these; NUL is in UTF-16
FEW = 0.02  # share of them in a page that has some by accident; of what is compressed, a tenth are


def kind_of(start: bytes, name: str) -> Kind:
    """What begins with these bytes, up to HEAD of them, and has that name."""
    inflated = inflate_start(start) if start.startswith(GZIP) else start
    is_page = _is_html(inflated)
    if is_warc(inflated):
        return "warc"
    if start and name.lower().endswith(WARC_ENDINGS) and (VERSION in inflated or not is_page):
        return "zstd" if start.startswith(ZSTD) else "warc"
    if _is_mhtml(inflated):
        return "mhtml"
    return "html" if is_page else _other_kind(start, inflated)


def is_warc(start: bytes) -> bool:
    """Whether a WARC file begins so, inflated."""
    return start.lstrip()[:5].upper() == b"WARC/"


def inflate_start(start: bytes) -> bytes:
    """As much of it as HEAD; nothing where it is damaged."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, HEAD)
    except zlib.error:
        return b""


def _is_mhtml(start: bytes) -> bool:
    head = start.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return bool(HEADER.match(head) and RELATED.search(head))


def _is_html(start: bytes) -> bool:
    if start.startswith(UTF16):
        start = start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    odd = len(start) - len(start.translate(None, BINARY))
    return bool(TAG.search(start.replace(b"\0", b""))) and odd <= len(start) * FEW


def _other_kind(start: bytes, inflated: bytes) -> Kind:
    if start.startswith(ZIP):
        return "zip"
    if start.startswith(ZSTD):
        return "zstd"
    if not start:
        return "empty"
    return "damaged" if start.startswith(GZIP) and not inflated else "unknown"
