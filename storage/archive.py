"""Keep every page as it came, in WARC files that any web archive tool reads, and read them back.

The archive is the truth: what `append` has returned survives the death of the process and of the machine.
Files lie in `YYYY/MM/<prefix>-<utc>-<serial>-<host>-<pid>.warc.gz`; the one being written also ends in `.open`, and is
locked.
"""

import io
import logging
import os
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from extract.fetchstate import FetchState
from extract.records import Capture, Page, Problem
from storage.members import OnProblem
from storage.openfile import OPEN, OpenFile, close_left_over, open_new_file
from storage.remote import is_remote, open_file
from storage.warc import (
    Headers,
    Record,
    is_html,
    iter_records,
    new_record_id,
    read_mime,
    read_response,
    read_revisit,
    read_state,
    request_member,
    response_member,
    revisit_member,
)

MAX_BYTES = 512 << 20
MAX_AGE = timedelta(hours=24)

logger = logging.getLogger(__name__)


class ArchiveError(ValueError):
    """A capture does not lie where its index row says."""


def log_problem(problem: Problem) -> None:
    logger.warning("%s: %s (%s)", problem.code, problem.value, problem.where)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """The writing end, one file per process. Left-over files of processes that died are mended when it is made."""

    def __init__(
        self,
        folder: Path,
        prefix: str = "moxun",
        *,
        max_bytes: int = MAX_BYTES,
        max_age: timedelta = MAX_AGE,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.folder, self.prefix, self.max_bytes, self.max_age, self.now = folder, prefix, max_bytes, max_age, now
        self.serial = 0
        self._file: OpenFile | None = None
        folder.mkdir(parents=True, exist_ok=True)
        close_left_over(folder)

    def append(
        self, page: Page, request_headers: Headers = (), modified: str = "", revisit_of: Capture | None = None
    ) -> Capture:
        """Write one page; where it returns, the page is on the disk.

        With `revisit_of`, an earlier capture of the same payload, only the head is written: the server answered 304, or
        the same again. `modified` is what the site's own listing says about when the article was modified; the index
        can be rebuilt with it.
        """
        file = self._roll()
        record_id = new_record_id()
        request = request_member(page, request_headers, record_id)
        if revisit_of is None:
            response = response_member(page, modified, record_id)
        else:
            response = revisit_member(page, modified, record_id, revisit_of)
        end = file.write(request + response)  # one write for both; the response last, so that its end is the file's
        capture = _capture(page, file.name, end - len(response), len(response))
        return replace(capture, digest=revisit_of.digest) if revisit_of else capture

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _roll(self) -> OpenFile:
        """The file to write to: a new one where there is none, or it is full or old."""
        now = self.now()
        if self._file and (self._file.size >= self.max_bytes or now - self._file.opened_at >= self.max_age):
            self.close()
        while self._file is None:
            self.serial += 1
            name = f"{now:%Y/%m}/{self.prefix}-{now:%Y%m%d%H%M%S}-{self.serial:05}-{_host()}-{os.getpid()}.warc.gz"
            self._file = open_new_file(self.folder, name, now)
        return self._file


def iter_pages(source: Path | str | BinaryIO, on_problem: OnProblem = log_problem) -> Iterator[Page]:
    """The HTML pages with a 2xx status in a `.warc` or `.warc.gz`, in the order of the file.

    `source` is a path or a binary stream (standard input too: it is never sought). A damaged record costs itself only
    and goes to `on_problem`. A page's `site` is the one the crawler wrote, else "".
    """
    if isinstance(source, (str, Path)):
        with Path(source).open("rb") as stream:
            yield from _iter_pages(stream, str(source), on_problem)
    else:
        yield from _iter_pages(source, getattr(source, "name", "") or "<stream>", on_problem)


def read_page(folder: Path, capture: Capture) -> Page:
    """The page of an index row. ArchiveError where it is not there, damaged, or another one.

    Its file is one of the folder's, or an address: of an archive that was read where it lies.
    """
    problems: list[Problem] = []
    with open_file(capture.file) if is_remote(capture.file) else find_file(folder, capture.file).open("rb") as stream:
        stream.seek(capture.offset)
        member = io.BytesIO(stream.read(capture.length))
    for record in iter_records(member, capture.file, problems.append):
        page = read_response(record, capture.file, problems.append) if record.kind == "response" else None
        if page and page.url == capture.url and page.digest == capture.digest:
            return page
    reasons = "; ".join(f"{problem.code}: {problem.value}" for problem in problems) or "another record is there"
    raise ArchiveError(f"{capture.url} is not at {capture.file}@{capture.offset}: {reasons}")


def iter_captured_pages(
    stream: BinaryIO, file: str, on_problem: OnProblem = log_problem
) -> Iterator[tuple[Capture, Page]]:
    """The same pages, each with where it lies."""
    for record in iter_records(stream, file, on_problem):
        if page := _read_html(record, file, on_problem):
            yield _capture(page, file, record.offset, record.length), page


def iter_captures(
    folder: Path, file: str, start: int = 0, on_problem: OnProblem = log_problem
) -> Iterator[tuple[Capture, FetchState]]:
    """The index rows of a file's responses that begin at byte `start` or later. `file` is relative to the folder."""
    for capture, state in iter_index(folder, file, start, on_problem):
        if state:
            yield capture, state


def iter_index(
    folder: Path, file: str, start: int = 0, on_problem: OnProblem = log_problem
) -> Iterator[tuple[Capture, FetchState | None]]:
    """The same, and the file's revisits, which have no state: their digest is that of what they revisit."""
    with find_file(folder, file).open("rb") as stream:
        stream.seek(start)
        for record in iter_records(stream, file, on_problem):
            read = {"response": read_response, "revisit": read_revisit}.get(record.kind)
            page = read(record, file, on_problem) if read else None
            if page:
                found = _capture(page, file, start + record.offset, record.length)
                if record.kind == "response":
                    yield found, read_state(record, page)
                else:
                    yield replace(found, digest=record.fields.get("warc-payload-digest", "")), None


def iter_files(folder: Path) -> Iterator[tuple[str, int]]:
    """The archive's files, oldest first, each as its final name relative to the folder and its size in bytes.

    A link that leads nowhere has none: it is no folder, and whoever reads it finds out.
    """
    for path in sorted(folder.glob("**/*.warc.gz*")):
        if path.name.removesuffix(OPEN).endswith(".warc.gz") and not path.is_dir():
            yield path.relative_to(folder).as_posix().removesuffix(OPEN), path.stat().st_size if path.exists() else 0


def why_unreadable(folder: Path, file: str) -> str:
    """Why a file of the archive cannot be opened; "" where it can."""
    try:
        with find_file(folder, file).open("rb"):
            return ""
    except (ArchiveError, OSError) as error:
        return getattr(error, "strerror", None) or str(error)


def find_file(folder: Path, file: str) -> Path:
    """Where a file of the index lies: it ends in `.open` while it is being written. ArchiveError where it is not."""
    for path in (folder / file, folder / (file + OPEN), folder / file):  # it may be renamed between the first two looks
        if path.is_file():
            return path
    raise ArchiveError(f"no file {file} in {folder}")


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9]+", "", socket.gethostname().partition(".")[0])[:32] or "host"


def _capture(page: Page, file: str, offset: int, length: int) -> Capture:
    mime = read_mime(page.headers)
    return Capture(page.url, page.site, page.fetched_at, page.status, mime, page.digest, file, offset, length)


def _iter_pages(stream: BinaryIO, name: str, on_problem: OnProblem) -> Iterator[Page]:
    for record in iter_records(stream, name, on_problem):
        if page := _read_html(record, name, on_problem):
            yield page


def _read_html(record: Record, name: str, on_problem: OnProblem) -> Page | None:
    page = read_response(record, name, on_problem) if record.kind == "response" else None
    return page if page and 200 <= page.status < 300 and is_html(page) else None  # noqa: PLR2004 the 2xx
