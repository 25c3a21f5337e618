"""Read the WARC files that a WACZ holds, as browsertrix and ArchiveWeb.page write it: a zip with a folder `archive`.

https://specs.webrecorder.net/wacz/latest/
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from extract.records import Page, Problem
from pipelines.filekinds import WARC_ENDINGS
from storage.archive import iter_pages
from storage.members import OnProblem

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)
CLOSED = (*BROKEN, NotImplementedError, RuntimeError)  # a way to pack that is not known; a password


def iter_wacz_pages(stream: BinaryIO, name: str, on_problem: OnProblem) -> Iterator[Page]:
    """The HTML pages of all its WARC files, in their order. What cannot be read is a problem, and costs its file only.

    The stream must be one that can be sought.
    """
    try:
        package = zipfile.ZipFile(stream)
    except BROKEN as error:
        on_problem(Problem("input", "damaged-file", f"no zip that can be read: {error}", name))
        return
    files = sorted(each for each in package.namelist() if each.lower().endswith(WARC_ENDINGS))
    if not files:
        on_problem(Problem("input", "unknown-file", "a zip without a WARC file, so no WACZ", name))
    for file in files:
        yield from _iter_file(package, file, f"{name}!{file}", on_problem)


def _iter_file(package: zipfile.ZipFile, file: str, name: str, on_problem: OnProblem) -> Iterator[Page]:
    try:
        stream = package.open(file)
    except CLOSED as error:
        on_problem(Problem("input", "damaged-file", str(error), name))
        return
    with stream:
        try:
            yield from iter_pages(stream, on_problem)  # type: ignore[arg-type]  # it is read, and nothing else
        except BROKEN as error:
            on_problem(Problem("input", "damaged-file", str(error), name))
