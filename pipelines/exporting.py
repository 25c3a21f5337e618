"""Take pages out of the archive, for other people and their tools: as WARC, as WACZ, or as a CDXJ index."""

import heapq
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stdout
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extract.records import Capture
from pipelines.indexing import OnFile, index_archive
from storage.captures import load_file_captures, load_file_revisits
from storage.copying import CopyError, Exchange, copy_exchanges
from storage.extractions import load_titles
from storage.selection import Place, Selection, iter_selected
from storage.warc import HTML, warcinfo_member

if TYPE_CHECKING:
    from storage.database import Database

OK = 200
ENDINGS = (".warc.gz", ".wacz", ".cdxj")
RUN = 50_000  # lines sorted at a time: an index may be larger than the memory
WACZ = "pip install 'moxun[wacz]'"


class ExportError(ValueError):
    """It cannot be written so, or nothing is selected."""


def export_archive(
    database: "Database", folder: Path, target: Path, selection: Selection, on_file: OnFile = lambda _: None
) -> int:
    """Write the selected pages and revisits, with their requests, and return how many they are.

    The target's ending says as what: `.warc.gz`, `.wacz`, or `.cdxj` for an index of them in the archive, as pywb takes
    it. It appears whole or not at all. ExportError, or CopyError where a record that is selected is damaged.
    """
    if not target.name.endswith(ENDINGS):
        raise ExportError(f"{target.name}: write to a file that ends in {', '.join(ENDINGS)}")
    if target.resolve().is_relative_to(folder.resolve()):
        raise ExportError(f"{target}: what lies in the archive is part of it; write it elsewhere")
    index_archive(database, folder)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".moxun-") as scratch:
            draft = Path(scratch) / target.name
            count = _write(database, folder, draft, selection, on_file)
            if count:
                draft.replace(target)
    except OSError as error:  # a full disk does not say of which file
        raise ExportError(f"{target} cannot be written: {error.strerror or error}") from error
    if not count:
        raise ExportError("no page of the archive is selected")
    return count


def _write(database: "Database", folder: Path, draft: Path, selection: Selection, on_file: OnFile) -> int:
    if draft.name.endswith(".cdxj"):
        return _write_index(database, draft, selection)
    if draft.name.endswith(".wacz"):
        warc = draft.with_suffix(".warc.gz")
        count = _write_warc(database, folder, warc, selection, on_file)
        if count:
            _pack(warc, draft, _write_pages(database, draft.with_suffix(".jsonl"), selection))
        return count
    return _write_warc(database, folder, draft, selection, on_file)


def _write_warc(database: "Database", folder: Path, draft: Path, selection: Selection, on_file: OnFile) -> int:
    count = 0
    with draft.open("wb") as stream:
        stream.write(warcinfo_member(draft.name, datetime.now(UTC)))
        for place in _places(database, selection):
            copied = copy_exchanges(folder, place.file, stream, partial(_is_of, place)).total()
            if copied != len(place.offsets):
                raise CopyError(f"{place.file}: {len(place.offsets) - copied} records are not where the index has them")
            count += copied
            on_file(place.file)
    return count


def _is_of(place: Place, exchange: Exchange) -> bool:
    return exchange.offset in place.offsets


def _places(database: "Database", selection: Selection) -> Iterator[Place]:
    with database.read() as connection:
        yield from iter_selected(connection, selection)


def _write_pages(database: "Database", path: Path, selection: Selection) -> Path:
    """What a reader of the package is shown first: the pages by their titles, as far as they have been read."""
    with path.open("w", encoding="utf-8") as stream, database.read() as connection:
        stream.write(json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + "\n")
        for place in iter_selected(connection, selection):
            pages = [page for page in load_file_captures(connection, place.file) if page.offset in place.offsets]
            titles = load_titles(connection, pages)
            for page in (page for page in pages if page.mime in HTML and page.status == OK):
                told = {
                    "id": f"{page.file}@{page.offset}",
                    "url": page.url,
                    "ts": f"{page.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
                }
                title = titles.get((page.url, page.digest))
                stream.write(json.dumps(told | ({"title": title} if title else {}), ensure_ascii=False) + "\n")
    return path


def _pack(warc: Path, draft: Path, pages: Path) -> None:
    try:
        from wacz.main import main  # noqa: PLC0415 an extra
    except ImportError as error:
        raise ExportError(f"{error}: {WACZ}") from error
    told = StringIO()
    with redirect_stdout(told):  # it talks, and standard output is ours
        failed = main(["create", "--copy-pages", "--pages", str(pages), "-o", str(draft), str(warc)])
    if failed:
        raise ExportError(f"wacz: {told.getvalue().strip()}")


def _write_index(database: "Database", draft: Path, selection: Selection) -> int:
    """Sorted as the format wants it, however many lines there are."""
    lines = _iter_lines(database, selection)
    count = 0
    with draft.open("w", encoding="utf-8") as stream, ExitStack() as stack:
        runs = []
        while run := sorted(islice(lines, RUN)):
            runs.append(stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", dir=draft.parent)))
            runs[-1].writelines(run)
            runs[-1].seek(0)
        for line in heapq.merge(*runs):
            stream.write(line)
            count += 1
    return count


def _iter_lines(database: "Database", selection: Selection) -> Iterator[str]:
    try:
        from surt import surt  # noqa: PLC0415 an extra
    except ImportError as error:
        raise ExportError(f"{error}: {WACZ}") from error
    with database.read() as connection:
        for place in iter_selected(connection, selection):
            pages = [(page, page.mime) for page in load_file_captures(connection, place.file)]
            again = [(page, "warc/revisit") for page in load_file_revisits(connection, place.file)]
            for page, mime in (*pages, *again):
                if page.offset in place.offsets:
                    yield f"{surt(page.url)} {page.fetched_at:%Y%m%d%H%M%S} {_describe(page, mime)}\n"


def _describe(page: Capture, mime: str) -> str:
    told = {
        "url": page.url,
        "mime": mime,
        "status": str(page.status),
        "digest": page.digest.removeprefix("sha1:"),
        "length": str(page.length),
        "offset": str(page.offset),
        "filename": page.file,
    }
    return json.dumps(told, ensure_ascii=False)
