"""The archive: what is written stays, is read by other tools too, and damage costs no more than it hit."""

import errno
import gzip
import io
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.records import Page, Problem
from storage.archive import Archive, ArchiveError, find_file, iter_captures, iter_files, iter_pages, read_page

NOON = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)


def make_page(number: int = 1, body: bytes | None = None, *headers: tuple[str, str]) -> Page:
    text = random.Random(number).randbytes(600).hex()  # so that gzip has something to do
    return Page(
        url=f"https://news.example/2026/02/{number}.html",
        fetched_at=NOON + timedelta(seconds=number, microseconds=number),
        status=200,
        headers=headers or (("Content-Type", "text/html; charset=UTF-8"), ("ETag", f'W/"{number}"')),
        body=body if body is not None else f"<html><p>第{number}篇 {text}</p></html>".encode(),
        site="example",
    )


def write_file(folder: Path, count: int = 20) -> Path:
    with Archive(folder) as archive:
        for number in range(count):
            archive.append(make_page(number))
    return next(folder.glob("**/*.warc.gz"))


def read_all(data: bytes) -> tuple[list[Page], list[Problem]]:
    problems: list[Problem] = []
    return list(iter_pages(io.BytesIO(data), problems.append)), problems


def without_length(page: Page) -> Page:
    headers = tuple(pair for pair in page.headers if pair[0] != "Content-Length")
    return Page(page.url, page.fetched_at, page.status, headers, page.body, page.site)


@pytest.fixture
def written(tmp_path: Path) -> bytes:
    return write_file(tmp_path).read_bytes()


def test_a_page_comes_back_as_it_went_in(tmp_path: Path) -> None:
    page = make_page()
    with Archive(tmp_path) as archive:
        capture = archive.append(page, [("User-Agent", "moxun")], modified="2026-02-20T01:00:00Z")
        assert without_length(read_page(tmp_path, capture)) == page  # also while the file is open
    assert without_length(read_page(tmp_path, capture)) == page
    assert (capture.url, capture.mime, capture.digest) == (page.url, "text/html", page.digest)


def test_files_lie_by_month_and_are_open_only_while_written(tmp_path: Path) -> None:
    with Archive(tmp_path, now=lambda: NOON) as archive:
        capture = archive.append(make_page())
        assert capture.file.startswith("2026/02/moxun-20260220120000-00001-")
        assert find_file(tmp_path, capture.file).name.endswith(".warc.gz.open")
    assert find_file(tmp_path, capture.file).name.endswith(f"-{os.getpid()}.warc.gz")


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    with Archive(tmp_path, max_bytes=1000) as archive:
        files = [archive.append(make_page(number)).file for number in range(3)]
    assert len(set(files)) == 3


def test_an_old_file_is_followed_by_another(tmp_path: Path) -> None:
    clock = iter([NOON, NOON + timedelta(hours=23), NOON + timedelta(hours=25)])
    with Archive(tmp_path, now=lambda: next(clock)) as archive:
        files = [archive.append(make_page(number)).file for number in range(3)]
    assert files[0] == files[1] != files[2]


def test_original_encodings_are_kept_aside_because_the_payload_is_decoded(tmp_path: Path) -> None:
    came = ("Content-Encoding", "gzip"), ("Content-Length", "9")
    page = make_page(1, b"<html></html>", ("Content-Type", "text/html"), *came)
    with Archive(tmp_path) as archive:
        capture = archive.append(page)
    found = read_page(tmp_path, capture)
    assert found.body == page.body
    assert found.header("X-Crawler-Content-Encoding") == "gzip"
    assert (found.header("X-Crawler-Content-Length"), found.header("Content-Length")) == ("9", "13")


def test_a_header_cannot_write_a_record_of_its_own(tmp_path: Path) -> None:
    page = make_page(1, b"<html></html>", ("Content-Type", "text/html"), ("X-Evil", "a\r\nSet-Cookie: b\0"))
    with Archive(tmp_path) as archive:
        capture = archive.append(page)
    assert read_page(tmp_path, capture).header("Set-Cookie") is None


def test_an_identical_payload_is_not_written_again(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = archive.append(make_page())
        again = archive.append(make_page(), revisit_of=first)
    assert again.length < first.length
    assert again.digest == first.digest
    assert len(list(iter_captures(tmp_path, first.file))) == 1
    assert b"WARC-Type: revisit" in gzip.decompress((tmp_path / first.file).read_bytes())


def test_warcio_finds_our_files_sound(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = archive.append(make_page(), [("User-Agent", "moxun"), ("Accept", "text/html")])
        archive.append(make_page(), revisit_of=first)
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / first.file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert result.stdout.count("digest pass") >= 4
    assert "fail" not in result.stdout


def test_warcio_reads_the_same_pages(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 a second opinion, needed only here

    path = write_file(tmp_path, 3)
    with path.open("rb") as stream:
        bodies = [record.content_stream().read() for record in ArchiveIterator(stream) if record.rec_type == "response"]
    assert bodies == [page.body for page in iter_pages(path)]


def test_a_torn_tail_is_cut_at_the_next_start(tmp_path: Path) -> None:
    path = write_file(tmp_path, 3)
    whole = path.read_bytes()
    torn = path.with_name(path.name + ".open")
    path.rename(torn)
    torn.write_bytes(whole + whole[:200])
    with Archive(tmp_path):
        assert path.read_bytes() == whole
    assert not torn.exists()


def test_mending_a_torn_file_keeps_what_lies_after_older_damage(tmp_path: Path) -> None:
    path = write_file(tmp_path, 9)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    path.rename(path.with_name(path.name + ".open")).write_bytes(damaged + damaged[:200])
    Archive(tmp_path).close()
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("kept", [0, 1, 100])
def test_a_file_without_a_whole_record_is_removed(tmp_path: Path, kept: int) -> None:
    path = write_file(tmp_path, 1)
    path.with_name(path.name + ".open").write_bytes(path.read_bytes()[:kept])
    path.unlink()
    Archive(tmp_path).close()
    assert list(iter_files(tmp_path)) == []


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        capture = archive.append(make_page(1))
        Archive(tmp_path).close()
        archive.append(make_page(2))
    assert [page.url for page in iter_pages(tmp_path / capture.file)] == [make_page(1).url, make_page(2).url]


def test_a_full_disk_leaves_no_half_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, room = os.write, 50

    def write_what_fits(descriptor: int, data: bytes) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(descriptor, data[:room])
        room -= written
        return written

    with Archive(tmp_path) as archive:
        capture = archive.append(make_page(1))
        monkeypatch.setattr(os, "write", write_what_fits)
        with pytest.raises(OSError, match=r"No space left on device: .*[.]warc[.]gz[.]open"):
            archive.append(make_page(2))
        monkeypatch.undo()
        archive.append(make_page(3))
    assert [page.url for page in iter_pages(tmp_path / capture.file)] == [make_page(1).url, make_page(3).url]


WRITER = """
import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])
from test_archive import Archive, make_page
archive = Archive(Path(sys.argv[1]))
for number in range(100000):
    capture = archive.append(make_page(number)); print(number, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    for run in range(5):
        folder = tmp_path / str(run)
        command = [sys.executable, "-c", WRITER, str(folder), str(Path(__file__).parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout
            acknowledged = [child.stdout.readline() for _ in range(3 + 7 * run)]
            child.kill()
            acknowledged += child.stdout.readlines()
        Archive(folder).close()
        problems: list[Problem] = []
        ((file, _),) = iter_files(folder)
        numbers = [int(page.url[29:-5]) for page in iter_pages(folder / file, problems.append)]
        assert numbers == list(range(len(numbers)))
        assert len(acknowledged) <= len(numbers) <= len(acknowledged) + 1
        assert problems == []


def test_the_index_can_be_read_back_from_any_record_on(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        captures = [archive.append(make_page(number), modified=f"2026-02-2{number}T00:00:00Z") for number in range(4)]
    end = captures[1].offset + captures[1].length
    found = list(iter_captures(tmp_path, captures[0].file, end))
    assert [capture for capture, _ in found] == captures[2:]
    assert [state.modified[:10] for _, state in found] == ["2026-02-22", "2026-02-23"]
    assert found[0][1].etag == 'W/"2"'
    assert dict(iter_files(tmp_path)) == {captures[0].file: captures[-1].offset + captures[-1].length}


def test_a_capture_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, second = archive.append(make_page(1)), archive.append(make_page(2))
    moved = type(first)(*(getattr(first, name) for name in first.__slots__[:-2]), second.offset, second.length)
    with pytest.raises(ArchiveError, match="another record"):
        read_page(tmp_path, moved)
    (tmp_path / first.file).unlink()
    with pytest.raises(ArchiveError, match="no file"):
        read_page(tmp_path, first)


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_costs_one_record_and_is_reported(written: bytes, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(written)
    damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    pages, problems = read_all(bytes(damaged))
    assert len(pages) >= 19
    assert len(pages) == 20 or problems  # a flip in a gzip header's time or system byte changes nothing


def test_a_flipped_bit_in_a_plain_file_costs_one_record(written: bytes) -> None:
    plain = bytearray(gzip.decompress(written))
    plain[plain.index("第7篇".encode())] ^= 1
    pages, problems = read_all(bytes(plain))
    assert len(pages) == 19
    assert [problem.code for problem in problems] == ["digest-mismatch"]


def test_a_cut_file_gives_all_but_its_last_record(written: bytes) -> None:
    for data in (written[:-9], gzip.decompress(written)[:-9]):
        pages, problems = read_all(data)
        assert len(pages) == 19
        assert [problem.code for problem in problems] == ["damaged-record"]


def test_plain_files_and_files_gzipped_as_a_whole_are_read_too(written: bytes) -> None:
    plain = gzip.decompress(written)
    assert read_all(plain) == read_all(written) == read_all(gzip.compress(plain))


class Pipe(io.RawIOBase):
    """A stream that cannot be sought, as standard input is, and gives a little at a time."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self.data.readinto(memoryview(buffer)[:1000])


def test_a_pipe_is_read_as_a_file_is(written: bytes) -> None:
    assert len(list(iter_pages(io.BufferedReader(Pipe(written))))) == 20


def test_two_archives_of_one_second_do_not_write_over_each_other(tmp_path: Path) -> None:
    moment = datetime(2026, 2, 13, tzinfo=UTC)
    page = Page("https://news.example/1.html", moment, 200, (("Content-Type", "text/html"),), b"<html>", "example")
    for _ in range(2):
        with Archive(tmp_path, now=lambda: moment) as archive:
            archive.append(page)
    assert [size > 0 for _, size in iter_files(tmp_path)] == [True, True]
