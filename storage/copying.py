"""Copy some of the records of an archive file into another, byte for byte: an answer with the request for it."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extract.records import Problem
from storage.archive import find_file
from storage.warc import Record, iter_records


class CopyError(ValueError):
    """A file has damage that a copy would lose for good, or does not hold what is looked for."""


class Exchange(NamedTuple):
    """A request and its answer, or a record that stands for itself; `offset` is where the answer begins."""

    kind: str
    offset: int
    start: int  # of all of it
    end: int


def copy_exchanges(folder: Path, file: str, target: BinaryIO, is_wanted: Callable[[Exchange], bool]) -> Counter[str]:
    """Append those that are wanted to the target, and count them by their kind. CopyError where the file is damaged."""
    counts: Counter[str] = Counter()
    with find_file(folder, file).open("rb") as stream, find_file(folder, file).open("rb") as source:
        for each in iter_exchanges(stream, file):
            if is_wanted(each):
                target.write(os.pread(source.fileno(), each.end - each.start, each.start))
                counts[each.kind] += 1
    return counts


def iter_exchanges(stream: BinaryIO, file: str) -> Iterator[Exchange]:
    """In the order of the file. CopyError at the first damage."""
    request: Record | None = None
    for record in iter_records(stream, file, _refuse):
        if request and record.fields.get("warc-record-id") != request.fields.get("warc-concurrent-to"):
            yield _exchange(request, request)
            request = None
        if record.kind == "request":
            request = record
        else:
            yield _exchange(request or record, record)
            request = None
    if request:
        yield _exchange(request, request)


def _exchange(first: Record, last: Record) -> Exchange:
    return Exchange(last.kind, last.offset, first.offset, last.offset + last.length)


def _refuse(problem: Problem) -> None:
    raise CopyError(f"{problem.where}: {problem.code}: {problem.value}")
