"""Take the transfer and content encodings off a payload, within a size.

Archives in the wild say one thing and hold another (CC-NEWS once kept `Content-Encoding: gzip` on decoded bodies),
so an encoding is taken off only where the bytes look like it.
"""

import re
import zlib
from collections.abc import Callable, Iterable

MAX_PAYLOAD = 8 << 20  # bytes, decoded: what the crawler itself accepts at most
CHUNK_SIZE = re.compile(rb"\A[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,256})?\r?\n")
GZIP = b"\x1f\x8b"


class PayloadError(ValueError):
    """The payload cannot be decoded, or is too large."""


def read_payload(headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """The payload of an HTTP response with all its encodings removed. PayloadError where that fails."""
    fields = [(name.lower(), value) for name, value in headers]
    if any(name == "transfer-encoding" and "chunked" in value.lower() for name, value in fields):
        body = _read_chunks(body)
    encodings = ",".join(value for name, value in fields if name == "content-encoding").lower().split(",")
    for encoding in reversed(encodings):
        body = _decoder(encoding.strip())(body)
    if len(body) > MAX_PAYLOAD:
        raise PayloadError(f"payload of {len(body)} bytes")
    return body


def _read_chunks(body: bytes) -> bytes:
    """A chunked body in one piece. Bytes that do not begin with a chunk are returned as they are."""
    parts: list[bytes] = []
    at = 0
    while head := CHUNK_SIZE.match(body[at : at + 300]):
        start, size = at + head.end(), int(head[1], 16)
        if size == 0:
            break
        parts.append(body[start : start + size])
        at = start + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return b"".join(parts) if parts or CHUNK_SIZE.match(body[:300]) else body


def _decoder(encoding: str) -> Callable[[bytes], bytes]:
    if encoding not in DECODERS:
        raise PayloadError(f"unknown content encoding {encoding!r}")
    return DECODERS[encoding]


def _gunzip(body: bytes) -> bytes:
    return _inflated(body, zlib.MAX_WBITS | 16) if body.startswith(GZIP) else body


def _inflate(body: bytes) -> bytes:
    """`deflate` is zlib by the standard and raw deflate with some servers."""
    try:
        return _inflated(body, zlib.MAX_WBITS)
    except PayloadError:
        return _inflated(body, -zlib.MAX_WBITS)


def _inflated(body: bytes, wbits: int) -> bytes:
    inflater = zlib.decompressobj(wbits)
    try:
        payload = inflater.decompress(body, MAX_PAYLOAD + 1)
    except zlib.error as error:
        raise PayloadError(str(error)) from error
    if not inflater.eof and len(payload) <= MAX_PAYLOAD:
        raise PayloadError("the compressed payload ends too early")
    return payload


def _unbrotli(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 comes with Scrapy; few archives need it

    inflater = brotli.Decompressor()
    try:
        payload: bytes = inflater.process(body, output_buffer_limit=MAX_PAYLOAD + 1)
    except brotli.error:
        return _kept_if_decoded(body)
    return payload


def _kept_if_decoded(body: bytes) -> bytes:
    """Brotli has no magic number: a body that starts like a page was decoded before it was archived."""
    if body.lstrip()[:1] == b"<":
        return body
    raise PayloadError("broken brotli payload")


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
