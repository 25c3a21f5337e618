"""Our files in other tools, and theirs in ours: pywb, warcio, FastWARC and wget themselves, nothing made up."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from extract.records import Page, Problem
from storage.archive import Archive, iter_files, iter_pages
from storage.warc import iter_records

NOON = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
URL = "https://news.example/{}.html"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PYWB = Path(__file__).parents[2] / ".venv-pywb/bin"
REPLAY = """
import json, sys
from pywb.apps.frontendapp import FrontEndApp
from werkzeug.test import Client
client = Client(FrontEndApp(custom_config={}))
answers = [client.get(each) for each in sys.argv[1:]]
print("ANSWERS", json.dumps([[each.status_code, each.headers.get("Memento-Datetime"), each.text] for each in answers]))
"""


def make_page(number: int, days: int = 0, status: int = 200, *headers: tuple[str, str]) -> Page:
    body = "" if status == 304 else f"<html><p>第{number}篇，{'正文' * 300}</p></html>"
    moment = NOON + timedelta(days=days, seconds=number, microseconds=days)
    return Page(URL.format(number), moment, status, (*HTML, *headers), body.encode(), "example")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Several files, with all that the crawler writes: responses, requests, both kinds of revisits, errors."""
    asked = (("User-Agent", "moxun"), ("Accept", "text/html"))
    came = (
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("X-Name", "你好".encode().decode("latin-1")),
    )
    with Archive(tmp_path / "archive", max_bytes=2000) as archive:
        captures = [archive.append(make_page(number, 0, 200, *came), asked) for number in range(6)]
        archive.append(make_page(1, 1), asked, revisit_of=captures[1])
        archive.append(make_page(2, 1, 304), asked, revisit_of=captures[2])
        archive.append(make_page(7, 0, 404), asked)
    return tmp_path / "archive"


def files_of(archive: Path) -> list[Path]:
    return [archive / file for file, _ in iter_files(archive)]


@pytest.fixture
def pywb(archive: Path, tmp_path: Path) -> Path:
    """A pywb collection with our files in it."""
    if not (PYWB / "wb-manager").exists():
        pytest.skip(f"no pywb in {PYWB.parent.name}, its own environment because of what it pins: .ci/run makes one")
    place = tmp_path / "pywb"
    place.mkdir()
    for arguments in (["init", "all"], ["add", "all", *map(str, files_of(archive))]):
        subprocess.run([PYWB / "wb-manager", *arguments], cwd=place, check=True, capture_output=True)
    return place


def replay(place: Path, *addresses: str) -> list[list[Any]]:
    command = [str(PYWB / "python"), "-W", "ignore", "-c", REPLAY, *addresses]
    done = subprocess.run(command, cwd=place, check=True, capture_output=True, text=True)
    told = next(line for line in done.stdout.splitlines() if line.startswith("ANSWERS "))
    answers: list[list[Any]] = json.loads(told.removeprefix("ANSWERS "))
    return answers


def test_pywb_replays_our_pages(pywb: Path) -> None:
    answers = replay(pywb, *(f"/all/20260220120000id_/{URL.format(number)}" for number in range(6)))
    assert [answer[0] for answer in answers] == [200] * 6
    assert [answer[2].encode() for answer in answers] == [make_page(number).body for number in range(6)]


def test_pywb_replays_a_revisit_with_the_payload_of_what_it_revisits(pywb: Path) -> None:
    same, not_modified, gone = replay(
        pywb,
        f"/all/20260221120001id_/{URL.format(1)}",
        f"/all/20260221120002id_/{URL.format(2)}",
        f"/all/20260220120000id_/{URL.format(7)}",
    )
    assert same == [200, "Sat, 21 Feb 2026 12:00:01 GMT", make_page(1).body.decode()]
    assert not_modified == [200, "Sat, 21 Feb 2026 12:00:02 GMT", make_page(2).body.decode()]
    assert gone[0] == 404


def test_warcio_finds_every_file_sound(archive: Path) -> None:
    files = files_of(archive)
    assert len(files) > 2
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "fail" not in done.stdout
    assert done.stdout.count("digest pass") >= 18


def test_fastwarc_reads_every_record_whole(archive: Path) -> None:
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415

    kinds: list[str] = []
    for path in files_of(archive):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                assert record.headers.get("WARC-Date")
                assert record.verify_block_digest()
                kinds.append(record.headers.get("WARC-Type"))
    counts = Counter(kinds)
    assert counts.pop("warcinfo") == len(files_of(archive))
    assert counts == {"response": 7, "request": 9, "revisit": 2}


def test_a_request_says_which_answer_it_led_to(archive: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415

    answers, requests = set(), set()
    for path in files_of(archive):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                head = record.rec_headers
                if record.rec_type == "request":
                    assert record.http_headers.get_header("User-Agent") == "moxun"
                    requests.add(head.get_header("WARC-Concurrent-To"))
                elif record.rec_type in ("response", "revisit"):
                    answers.add(head.get_header("WARC-Record-ID"))
    assert requests == answers != set()


class News(BaseHTTPRequestHandler):
    """Three pages with every way to send them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        number = self.path.strip("/").removesuffix(".html")
        if not number.isdigit():
            self.send_error(404)
            return
        body = f"<html><p>第{number}篇</p>{'<i>x</i>' * 500}</html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if number == "2":
            self.send_header("Transfer-Encoding", "chunked")
            body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:100], body[100:], b""))
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not on the tests' output."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), News)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("packed", [True, False])
def test_what_wget_archives_is_read(site: str, tmp_path: Path, packed: bool) -> None:
    wget = shutil.which("wget")
    if not wget:
        pytest.skip("no wget: apt-get install wget")
    own = [] if packed else ["--no-warc-compression"]
    addresses = [f"{site}/{name}" for name in ("1.html", "2.html", "3.html", "gone")]
    command = [wget, "-q", "--warc-file=news", "--warc-cdx", "--delete-after", *own, *addresses]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    subprocess.run(command, cwd=tmp_path, check=False, env=environment)  # 8: one of them was gone
    problems: list[Problem] = []
    (path,) = tmp_path.glob("news.warc*")
    pages = list(iter_pages(path, problems.append))
    assert problems == []
    assert [page.url for page in pages] == addresses[:3]
    assert [f"第{number}篇" in page.body.decode() for number, page in enumerate(pages, 1)] == [True] * 3
    assert {len(page.body) for page in pages} == {len("<html><p>第1篇</p></html>".encode()) + 4000}
    again = [wget, "-q", "--warc-file=later", "--warc-dedup=news.cdx", "--delete-after", *own, addresses[0]]
    subprocess.run(again, cwd=tmp_path, check=True, env=environment)
    (path,) = tmp_path.glob("later.warc*")
    with path.open("rb") as stream:
        assert "revisit" in [record.kind for record in iter_records(stream, "later", problems.append)]
    assert problems == [], "wget gives the digest of the whole answer, of which it keeps the head"


def write_with_warcio(out: BytesIO, numbers: range, version: str, gzip: bool, **fields: str) -> None:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    writer = WARCWriter(out, gzip=gzip, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("news.warc.gz", {"software": "another one"}))
    for number in numbers:
        body = make_page(number).body
        lines = [*HTML, *fields.items(), ("Content-Length", str(len(body)))]
        head = StatusAndHeaders("200 OK", lines, protocol="HTTP/1.1")
        dates = {"WARC-Date": f"2026-02-20T12:00:{number:02}Z", "WARC-IP-Address": "203.0.113.9"}
        record = writer.create_warc_record(
            URL.format(number),
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=head,
            warc_headers_dict=dates,
        )
        writer.write_record(record)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("gzip", [True, False])
def test_what_warcio_writes_is_read(version: str, gzip: bool) -> None:
    out = BytesIO()
    write_with_warcio(out, range(5), version, gzip)
    problems: list[Problem] = []
    out.seek(0)
    pages = list(iter_pages(out, problems.append))
    assert problems == []
    assert [page.body for page in pages] == [make_page(number).body for number in range(5)]


def test_a_file_like_those_of_cc_news_is_read() -> None:
    """WARC/1.0, payloads decoded; since 2018 the encodings are kept aside, before they stood there and were untrue."""
    aside, untrue = BytesIO(), BytesIO()
    kept = {"X-Crawler-Content-Encoding": "gzip", "X-Crawler-Transfer-Encoding": "chunked"}
    write_with_warcio(aside, range(3), "1.0", gzip=True, **kept)
    said = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    write_with_warcio(untrue, range(3, 5), "1.0", gzip=True, **said)
    problems: list[Problem] = []
    pages = list(iter_pages(BytesIO(aside.getvalue() + untrue.getvalue()), problems.append))
    assert problems == []
    assert [page.body for page in pages] == [make_page(number).body for number in range(5)]
    assert pages[0].fetched_at == NOON
