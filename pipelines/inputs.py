"""The pages in files that somebody names: WARC and WACZ files, saved HTML, folders of both, and standard input."""

import io
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from extract.records import Page, Problem
from pipelines.filekinds import GZIP, HEAD, WARC_ENDINGS, Kind, kind_of
from pipelines.savedpages import SavedPage, find_own_url, read_mhtml
from pipelines.wacz import iter_wacz_pages
from storage.archive import iter_pages
from storage.members import OnProblem

STDIN = "-"
ENDINGS = (*WARC_ENDINGS, ".wacz", ".html", ".htm", ".mhtml", ".mht")  # in a folder; a named file always counts
MAX_HTML = 32 << 20  # bytes; whatever is larger is no article
OK = 200
REASONS: dict[Kind, tuple[str, str]] = {
    "zip": ("unknown-file", "a zip cannot be read from a pipe: name the file"),
    "zstd": ("unknown-file", "it is compressed with zstd: `zstd -d` unpacks it"),
    "empty": ("empty-file", "it is empty"),
    "damaged": ("damaged-file", "its first bytes cannot be decompressed"),
    "unknown": ("unknown-file", "neither WARC nor HTML"),
}


def iter_input_pages(inputs: Iterable[str], on_problem: OnProblem) -> Iterator[Page]:
    """The HTML pages with status 200 of every input, in order. What cannot be read goes to `on_problem`.

    An input is a file, a folder (searched for WARC, WACZ and HTML files, sorted by path) or `-`. What a file is,
    is told by how it begins. An input without any page is a problem too.
    """
    for name in inputs:
        problems: list[Problem] = []
        count = 0
        for page in _iter_input(name, _noting(problems, on_problem)):
            count += 1
            yield page
        if not count and not problems:
            on_problem(_problem("no-page", "no HTML page with status 200 in it", name))


def _noting(problems: list[Problem], on_problem: OnProblem) -> OnProblem:
    def note(problem: Problem) -> None:
        problems.append(problem)
        on_problem(problem)

    return note


def _iter_input(name: str, on_problem: OnProblem) -> Iterator[Page]:
    if name == STDIN:
        yield from _iter_stream(sys.stdin.buffer, _Origin("stdin:", "<stdin>", datetime.now(UTC)), on_problem)
    elif Path(name).is_dir():
        for path in iter_folder(Path(name)):
            yield from _iter_file(path, on_problem)
    else:
        yield from _iter_file(Path(name), on_problem)


def iter_folder(folder: Path) -> Iterator[Path]:
    """The WARC, WACZ and HTML files under a folder, sorted by path; links to folders are not followed."""
    found = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    yield from sorted(path for path in found if path.name.lower().endswith(ENDINGS))


def _iter_file(path: Path, on_problem: OnProblem) -> Iterator[Page]:
    try:
        with path.open("rb") as stream:
            saved_at = datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC)
            yield from _iter_stream(stream, _Origin(path.resolve().as_uri(), str(path), saved_at), on_problem)
    except FileNotFoundError:
        on_problem(_problem("missing-file", "no such file", str(path)))
    except OSError as error:
        on_problem(_problem("unreadable-file", error.strerror or str(error), str(path)))


def _iter_stream(stream: BinaryIO, origin: "_Origin", on_problem: OnProblem) -> Iterator[Page]:
    start = stream.read(HEAD)
    whole = io.BufferedReader(_Rewound(start, stream, origin.name))
    kind = kind_of(start, origin.name)
    if kind == "warc":
        yield from (page for page in iter_pages(whole, on_problem) if page.status == OK)
    elif kind in ("html", "mhtml"):
        yield from _iter_saved(whole, kind, origin, on_problem)
    elif kind == "zip" and stream.seekable():
        yield from (page for page in iter_wacz_pages(stream, origin.name, on_problem) if page.status == OK)
    else:
        on_problem(_problem(*REASONS[kind], origin.name))


def _iter_saved(stream: BinaryIO, kind: Kind, origin: "_Origin", on_problem: OnProblem) -> Iterator[Page]:
    try:
        body = _read_html(stream)
    except (zlib.error, EOFError) as error:
        on_problem(_problem("damaged-file", str(error), origin.name))
        return
    if len(body) > MAX_HTML:
        on_problem(_problem("too-large", f"more than {MAX_HTML >> 20} MiB of HTML", origin.name))
        return
    saved = read_mhtml(body) if kind == "mhtml" else SavedPage(body, "text/html", find_own_url(body), None)
    if saved is None:
        on_problem(_problem("no-page", "an MHTML file without a page in it", origin.name))
        return
    url, moment = saved.url or origin.uri, saved.saved_at or origin.saved_at
    yield Page(url, moment, OK, (("Content-Type", saved.content_type),), saved.body, "")


def _read_html(stream: BinaryIO) -> bytes:
    """All of it, decompressed, but not much more than is allowed."""
    data = stream.read(MAX_HTML + 1)
    if not data.startswith(GZIP):
        return data
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    body = inflater.decompress(data, MAX_HTML + 1)
    if not inflater.eof and len(body) <= MAX_HTML:
        raise EOFError("it ends before its compressed data does")
    return body


def _problem(code: str, reason: str, name: str) -> Problem:
    return Problem("input", code, reason, name)


class _Origin(NamedTuple):
    """Where bytes come from."""

    uri: str  # of a page that does not state its own
    name: str
    saved_at: datetime


class _Rewound(io.RawIOBase):
    """A stream of which the start was read already; it is never sought, so it may be a pipe."""

    def __init__(self, start: bytes, stream: BinaryIO, name: str) -> None:
        self.start, self.stream, self.name = start, stream, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 whatever can be written to
        chunk = self.start[: len(buffer)] or self.stream.read(len(buffer))
        self.start = self.start[len(chunk) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)
