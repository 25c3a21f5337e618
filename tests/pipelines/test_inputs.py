"""Files of every sort as inputs: what is a page, what is a problem, and that one bad file costs only itself."""

import gzip
import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from extract.records import Page, Problem
from pipelines.inputs import MAX_HTML, iter_input_pages
from pipelines.savedpages import find_own_url
from storage.archive import Archive

HTML = (
    b'<!doctype html><html><head><link rel="canonical" href="https://news.example/7.html"></head><body>x</body></html>'
)


def make_page(number: int, status: int = 200, mime: str = "text/html") -> Page:
    url = f"https://news.example/{number}.html"
    return Page(url, datetime(2026, 2, 20, tzinfo=UTC), status, (("Content-Type", mime),), HTML, "example")


def make_warc(folder: Path, *pages: Page) -> Path:
    with Archive(folder) as archive:
        for page in pages:
            archive.append(page)
    return next(folder.rglob("*.warc.gz"))


def read(*inputs: Path | str) -> tuple[list[str], list[str]]:
    """The addresses of the pages, and the codes of the problems."""
    problems: list[Problem] = []
    pages = list(iter_input_pages(map(str, inputs), problems.append))
    return [page.url for page in pages], [problem.code for problem in problems]


def feed_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def test_only_html_with_status_200_is_answered_in_the_order_of_the_file(tmp_path: Path) -> None:
    pages = [
        make_page(3),
        make_page(1),
        make_page(2, 404),
        make_page(4, 206),
        make_page(5, 200, "application/pdf"),
        make_page(6),
    ]
    path = make_warc(tmp_path, *pages)
    assert read(path) == ([pages[0].url, pages[1].url, pages[5].url], [])


def test_a_warc_is_read_plain_too(tmp_path: Path) -> None:
    plain = tmp_path / "pages.warc"
    plain.write_bytes(gzip.decompress(make_warc(tmp_path / "archive", make_page(1), make_page(2)).read_bytes()))
    assert read(plain) == ([make_page(1).url, make_page(2).url], [])


def test_a_folder_gives_its_files_sorted_by_path_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.HTM", "a.htm", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"<p>" + name.encode())
    urls, problems = read(tmp_path)
    assert [Path(url).name for url in urls] == ["z.HTM", "a.htm", "b.html"]
    assert problems == []


def test_a_file_without_an_address_of_its_own_has_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "第一页.html"
    path.write_text("<p>模型</p>", encoding="utf-8")
    assert read(path) == ([path.as_uri()], [])


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ('<link rel="canonical" href="https://a.example/1">', "https://a.example/1"),
        ("<LINK HREF='https://a.example/1' REL=canonical>", "https://a.example/1"),
        ('<meta property="og:url" content="https://a.example/1?a=1&amp;b=2">', "https://a.example/1?a=1&b=2"),
        (
            '<meta property="og:url" content="https://a.example/2"><link rel="canonical" href="https://a.example/1">',
            "https://a.example/1",
        ),
        ("<!-- saved from url=(0021)https://a.example/1?a=b -->", "https://a.example/1?a=b"),
        ("<!--\n Page saved with SingleFile \n url: https://a.example/1 \n saved date: x\n-->", "https://a.example/1"),
        ('<!-- saved from url=(0014)about:internet --><link rel="canonical" href="/1">', None),
        ('<link rel="canonical" href="/1">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="stylesheet" href="https://a.example/1">', None),
        ("<link " + "x" * 100_000, None),
    ],
)
def test_a_page_states_its_own_address(tag: str, url: str | None) -> None:
    assert find_own_url(f"<html><head>{tag}</head>".encode()) == url


def test_standard_input_is_told_by_how_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = make_warc(tmp_path / "archive", make_page(1)).read_bytes()
    for data in (warc, gzip.decompress(warc)):
        feed_stdin(monkeypatch, data)
        assert read("-") == ([make_page(1).url], [])
    for data in (HTML, gzip.compress(HTML)):
        feed_stdin(monkeypatch, data)
        assert read("-") == (["https://news.example/7.html"], [])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"no markup at all", "unknown-file"),
        (b"\x89PNG\r\n\x1a\n", "unknown-file"),
        (gzip.compress(HTML, mtime=0)[:-20], "damaged-file"),
        (b"\x1f\x8b\x08\x00", "damaged-file"),
        (b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 900\r\n\r\nHTTP", "damaged-record"),
        (gzip.compress(b"<p>" + b" " * MAX_HTML, mtime=0), "too-large"),
    ],
)
def test_a_bad_file_is_one_problem_and_the_rest_goes_on(tmp_path: Path, data: bytes, code: str) -> None:
    bad, good = tmp_path / "bad.html", tmp_path / "good.html"
    bad.write_bytes(data)
    good.write_bytes(HTML)
    assert read(bad, good) == (["https://news.example/7.html"], [code])


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://news.example/9.html
Subject: =?utf-8?Q?=E6=96=B0=E9=97=BB?=
Date: Fri, 13 Feb 2026 09:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--x"


------MultipartBoundary--x
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example/9.html

<!DOCTYPE html><p>=E6=96=B0=E9=97=BB=
</p>

------MultipartBoundary--x
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://news.example/9.png

iVBORw0KGgo=

------MultipartBoundary--x--
""".replace("\n", "\r\n")


def test_a_page_that_was_saved_as_mhtml_is_one(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_text(MHTML, encoding="utf-8", newline="")
    (page,) = iter_input_pages([str(tmp_path)], pytest.fail)
    assert (page.url, page.fetched_at) == ("https://news.example/9.html", datetime(2026, 2, 13, 1, tzinfo=UTC))
    assert page.body.decode().strip() == "<!DOCTYPE html><p>新闻</p>"
    path.write_text(MHTML.replace("text/html\r\n", "text/plain\r\n"), encoding="utf-8", newline="")
    assert read(path) == ([], ["no-page"])


def test_an_archive_whose_beginning_is_damaged_gives_what_is_behind(tmp_path: Path) -> None:
    whole = make_warc(tmp_path / "archive", make_page(1), make_page(2)).read_bytes()
    second = whole.index(b"\x1f\x8b\x08", 1)  # behind `warcinfo`
    flipped = bytearray(whole)
    flipped[second // 2] ^= 16
    plain = gzip.decompress(whole).replace(b"WARC/1.1", b"WARX/1.1", 1)
    for name, data in (("a.warc.gz", bytes(flipped)), ("b.warc.gz", b"<junk " + whole), ("c.warc", plain)):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name) == ([make_page(1).url, make_page(2).url], ["damaged-record"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x28\xb5\x2f\xfd\x04\x00<html>", "zstd"),
        (b"PK\x03\x04<html>", "zip"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "neither WARC nor HTML"),
    ],
)
def test_what_is_packed_or_a_picture_is_no_page_though_it_has_angle_brackets(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path, problems = tmp_path / "page.html", list[Problem]()
    path.write_bytes(data)
    assert list(iter_input_pages([str(path)], problems.append)) == []
    assert [reason in problem.value for problem in problems] == [True]


def test_a_page_in_utf_16_is_one(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<!doctype html><p>不丑七丘</p>".encode("utf-16"))
    assert read(path) == ([path.as_uri()], [])


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (make_warc(tmp_path / str(number), make_page(number)).read_bytes() for number in (1, 2))
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("archive/b.warc.gz", second)
        package.writestr("archive/a.warc.gz", first)
    pages = [make_page(number).url for number in (1, 2)]
    assert read(path) == (pages, [])
    assert read(tmp_path)[0][-2:] == pages  # in its folder, it is one of the files
    feed_stdin(monkeypatch, path.read_bytes())
    assert read("-") == (pages, [])


def test_a_damaged_wacz_costs_what_is_damaged(tmp_path: Path) -> None:
    page = make_warc(tmp_path / "archive", make_page(1)).read_bytes()
    whole, cut = tmp_path / "crawl.wacz", tmp_path / "cut.wacz"
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("archive/a.warc.gz", page)
        package.writestr("archive/b.warc.gz", page)
    data = bytearray(whole.read_bytes())
    data[data.index(page) + len(page) // 2] ^= 1
    cut.write_bytes(data[:-30])
    whole.write_bytes(data)
    urls, problems = read(whole)
    assert urls == [make_page(1).url]
    assert problems
    assert read(cut) == ([], ["damaged-file"])


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert read(tmp_path / "none.warc.gz") == ([], ["missing-file"])


def test_a_folder_without_pages_is_a_problem(tmp_path: Path) -> None:
    assert read(tmp_path) == ([], ["no-page"])


def test_a_cut_archive_gives_its_whole_records(tmp_path: Path) -> None:
    path = make_warc(tmp_path / "archive", make_page(1), make_page(2))
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[:-30])
    assert read(cut) == ([make_page(1).url], ["damaged-record"])


def test_pages_come_while_the_rest_of_a_pipe_is_not_there_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that fails after its first part stands for one whose second part never comes."""

    class Pipe(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(size) or pytest.fail("read on before the first page was given")

    data = make_warc(tmp_path, *(make_page(number) for number in range(500))).read_bytes()
    pipe = Pipe(data)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=pipe))
    assert next(iter_input_pages(["-"], lambda problem: None)).url == make_page(0).url
    assert pipe.tell() < len(data)
