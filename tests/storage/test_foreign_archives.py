"""Archives of other programs, and what only claims to be one."""

import base64
import gzip
import hashlib
import io
import time
import zlib
from collections.abc import Iterator

import pytest

from extract.records import Page, Problem
from storage.archive import iter_pages
from storage.payload import MAX_PAYLOAD

HTML = "<html><p>正文</p></html>".encode()


def http_response(payload: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""]).encode() + payload


def foreign_record(block: bytes, number: int = 1, kind: str = "response", *fields: str) -> bytes:
    """A record as another program writes it, without our fields and digests."""
    head = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:0000{number}>", "WARC-Date: 2026-02-20T12:00:00Z",
        f"WARC-Target-URI: https://other.example/{number}", "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}", *fields, "", "",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def read_all(data: bytes) -> tuple[list[Page], list[Problem]]:
    problems: list[Problem] = []
    return list(iter_pages(io.BytesIO(data), problems.append)), problems


@pytest.mark.parametrize("wrong", [b"Content-Length: 99999999", b"Content-Length: 10", b"Content-Length: x"])
def test_a_wrong_record_length_costs_one_record(wrong: bytes) -> None:
    blocks = [foreign_record(http_response(b"<html>" + b"a" * number), number) for number in range(5)]
    blocks[2] = blocks[2].replace(b"Content-Length: 52", wrong)
    assert wrong in blocks[2]
    pages, problems = read_all(b"".join(blocks))
    assert [page.url[-1] for page in pages] == ["0", "1", "3", "4"]
    assert len(problems) == 1


@pytest.mark.parametrize("name", ["md5", "sha1", "sha-256", "SHA512"])
def test_a_digest_is_compared_however_it_is_written(name: str) -> None:
    block = http_response(HTML)
    digest = hashlib.new(name.lower().replace("-", ""), block).digest()
    b32 = base64.b32encode(digest).decode()
    for told in (b32, b32.lower(), b32.rstrip("="), digest.hex(), digest.hex().upper()):
        pages, problems = read_all(foreign_record(block, 1, "response", f"WARC-Block-Digest: {name}:{told}"))
        assert (len(pages), problems) == (1, [])
    flipped = bytes([digest[0] ^ 1]) + digest[1:]
    pages, problems = read_all(foreign_record(block, 1, "response", f"WARC-Block-Digest: {name}:{flipped.hex()}"))
    assert (pages, [problem.code for problem in problems]) == ([], ["digest-mismatch"])
    assert read_all(foreign_record(block, 1, "response", "WARC-Block-Digest: crc32:00000000"))[1] == []


@pytest.mark.parametrize("junk", [b"", b"\0" * 100, b"<html>no archive</html>", b"\x1f\x8b\x08\x00junk", b"WARC/"])
def test_what_is_no_archive_has_no_pages(junk: bytes) -> None:
    pages, problems = read_all(junk)
    assert pages == []
    assert bool(problems) == bool(junk)


def encoded_responses() -> Iterator[tuple[str, bytes]]:
    import brotli  # noqa: PLC0415 comes with Scrapy

    chunks = b"5\r\n" + HTML[:5] + b"\r\n" + f"{len(HTML) - 5:x};x=y\r\n".encode() + HTML[5:] + b"\r\n0\r\n\r\n"
    packed = gzip.compress(HTML)
    raw = zlib.compressobj(wbits=-15)
    yield "plain", http_response(HTML)
    yield "chunked", http_response(chunks, "Transfer-Encoding: chunked")
    yield "gzip", http_response(packed, "Content-Encoding: gzip")
    one_chunk = f"{len(packed):X}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    yield "chunked and gzip", http_response(one_chunk, "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    yield "brotli", http_response(brotli.compress(HTML), "Content-Encoding: br")
    yield "deflate", http_response(zlib.compress(HTML), "Content-Encoding: deflate")
    yield "raw deflate", http_response(raw.compress(HTML) + raw.flush(), "Content-Encoding: deflate")
    yield "said gzip, was decoded", http_response(HTML, "Content-Encoding: gzip")
    yield "said chunked, was decoded", http_response(HTML, "Transfer-Encoding: chunked")
    yield "said brotli, was decoded", http_response(HTML, "Content-Encoding: br")
    yield "lines end with LF", http_response(HTML).replace(b"\r\n", b"\n")
    yield "twice gzip", http_response(gzip.compress(packed), "Content-Encoding: gzip, gzip")


@pytest.mark.parametrize(("name", "block"), list(encoded_responses()))
def test_payloads_of_other_crawlers_are_decoded(name: str, block: bytes) -> None:
    pages, problems = read_all(foreign_record(block))
    assert [page.body for page in pages] == [HTML], name
    assert problems == []


def unreadable_responses() -> Iterator[bytes]:
    yield http_response(gzip.compress(HTML)[:-12], "Content-Encoding: gzip")
    yield http_response(gzip.compress(bytes(MAX_PAYLOAD + 1)), "Content-Encoding: gzip")
    yield http_response(HTML, "Content-Encoding: rot13")
    yield http_response(b"\xff\xff\xff", "Content-Encoding: br")
    yield b"no HTTP at all"


@pytest.mark.parametrize("block", list(unreadable_responses()), ids=["cut", "bomb", "unknown", "broken", "no http"])
def test_a_payload_that_cannot_be_decoded_is_a_problem(block: bytes) -> None:
    pages, problems = read_all(foreign_record(block) + foreign_record(http_response(HTML), 2))
    assert [page.url for page in pages] == ["https://other.example/2"]
    assert len(problems) == 1


def test_a_bomb_is_not_inflated() -> None:
    bomb = gzip.compress(foreign_record(http_response(gzip.compress(bytes(100 << 20)), "Content-Encoding: gzip")))
    started = time.process_time()
    assert read_all(bomb)[0] == []
    assert time.process_time() - started < 1


def test_only_html_answers_are_pages() -> None:
    records = [
        foreign_record(http_response(HTML), 1),
        foreign_record(http_response(HTML).replace(b"200 OK", b"404 Not Found"), 2),
        foreign_record(http_response(b"{}").replace(b"text/html", b"application/json"), 3),
        foreign_record(http_response(HTML).replace(b"Content-Type: text/html\r\n", b""), 4),
        foreign_record(b"GET / HTTP/1.1\r\n\r\n", 5, "request"),
    ]
    pages, problems = read_all(b"".join(records))
    assert [page.url[-1] for page in pages] == ["1", "4"]
    assert problems == []
    assert pages[0].site == ""


def test_a_record_without_a_date_is_a_problem() -> None:
    record = foreign_record(http_response(HTML)).replace(b"2026-02-20T12:00:00Z", b"2026-02-38T12:00:00Z")
    pages, problems = read_all(record)
    assert pages == []
    assert [problem.code for problem in problems] == ["no-warc-date"]
