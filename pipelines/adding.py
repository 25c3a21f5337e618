"""Take pages that others have archived or saved into our archive."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from extract.fetchstate import FetchState
from extract.records import Page, Problem
from pipelines.filekinds import HEAD, kind_of
from pipelines.indexing import OnFile, index_archive
from pipelines.inputs import iter_input_pages
from storage.archive import Archive
from storage.captures import is_seen, load_capture, save_capture, save_revisit
from storage.database import Database
from storage.turns import in_turn


class AddressError(ValueError):
    """An address was given that is none, or for what has its own."""


@dataclass(slots=True)
class AddSummary:
    """What was done with the pages of the inputs."""

    added: int = 0
    repeated: int = 0  # kept as a revisit: the same payload of the same address, at another time
    known: int = 0  # archived already, from the same moment
    problems: list[Problem] = field(default_factory=list)


def add_files(
    database: Database, folder: Path, inputs: Iterable[str], on_page: OnFile, url: str | None = None
) -> AddSummary:
    """Archive and index every HTML page with status 200 of the inputs (pipelines.inputs).

    `url` is the address of the one saved page that is the input; AddressError where it cannot be. A page without an
    address of its own is a problem. What cannot be read is a problem too; all else is added.
    """
    inputs = list(inputs)
    if url is not None:
        _check_address(url, inputs)
    summary = AddSummary()
    with Archive(folder) as archive:
        index_archive(database, folder)
        for page in iter_input_pages(inputs, summary.problems.append):
            named = replace(page, url=url) if url else page
            if _is_address(named.url):
                with in_turn(folder):
                    _add_page(database, archive, named, summary)
                on_page(named.url)
            else:
                summary.problems.append(Problem("input", "no-address", _why_none(page.url), page.url))
    return summary


def _add_page(database: Database, archive: Archive, page: Page, summary: AddSummary) -> None:
    with database.read() as connection:
        is_known = is_seen(connection, page.url, page.fetched_at)
        newest = load_capture(connection, page.url)
    if is_known:
        summary.known += 1
        return
    same = newest if newest and newest.digest == page.digest else None
    capture = archive.append(page, revisit_of=same)
    with database.write() as connection:
        if same:
            summary.repeated += 1
            save_revisit(connection, capture)
        else:
            summary.added += 1
            state = FetchState(page.header("ETag") or "", page.header("Last-Modified") or "", "", page.digest)
            save_capture(connection, capture, state)


def _why_none(url: str) -> str:
    if url.startswith(("file:", "stdin:")):  # as of saved pages that do not say (pipelines.inputs)
        return "it does not state its address: name it with --url"
    return "no address of a page: http:// or https://, a host, no blanks"


def _check_address(url: str, inputs: list[str]) -> None:
    if not _is_address(url):
        raise AddressError(f"{url!r} is no address: it begins with http:// or https://")
    if len(inputs) != 1 or Path(inputs[0]).is_dir() or _is_archive(Path(inputs[0])):
        raise AddressError("--url is the address of one saved page")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, url))


def _is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return kind_of(stream.read(HEAD), path.name) in ("warc", "zip")
