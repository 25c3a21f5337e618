"""Extraction without a database, for any number of machines: one WARC file in, one Parquet file of each table out.

It may be run again, elsewhere and twice at once: the same file gives the same rows, a finished file is not read again,
and one that was not finished leaves nothing behind but a draft.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import BinaryIO, TypeVar

from extract.records import Capture, Extraction, Page, Problem
from pipelines.reading import LIMITS, Reader, name_lost, read_safely
from pipelines.versions import cleaning_version, rules_version
from pipelines.workers import Limits, Lost, Pool
from storage.archive import iter_captured_pages
from storage.extraction_rows import extraction_rows
from storage.parquet import PLACE, Part, PartWriter, open_parts, save_text
from storage.problems import problem_row
from storage.remote import find_files, is_there, name_file, open_file, size_of

MANIFESTS = "manifests"

Numbered = tuple[int, Capture, Page]
ShardPool = Pool[Numbered, Extraction]
OnShard = Callable[["Shard"], None]
Item = TypeVar("Item")


class ShardError(ValueError):
    """There is nothing to read, or a part was asked for that is none."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What became of one file: its manifest, which is written last."""

    input: str
    size: int  # of the input, in bytes
    rules: str
    pages: int
    claims: int
    crashed: int  # pages that broke the rules, or the process that read them; each is a problem
    losses: int  # stretches of the input that cannot be read; each is a problem
    parts: tuple[Part, ...]
    is_new: bool = True  # False where it was finished before

    @property
    def name(self) -> str:
        return shard_name(self.input)


def find_inputs(patterns: Iterable[str], shard: tuple[int, int] = (1, 1)) -> list[str]:
    """The files of all patterns, each once and sorted, and of those the i-th of n parts: `shard` is (i, n).

    A pattern `@FILE` stands for the lines of that file, as Common Crawl's lists of paths are. ShardError where
    there is none.
    """
    part, parts = shard
    if not 1 <= part <= parts:
        raise ShardError(f"no shard {part}/{parts}: they are numbered from 1/{parts} to {parts}/{parts}")
    found = {name_file(each) for pattern in patterns for each in _expand(pattern)}
    if not found:
        raise ShardError("no file is named so")
    return sorted(found)[part - 1 :: parts]


def extract_shard(name: str, folder: str, pool: "ShardPool") -> Shard:
    """Read every HTML page of a WARC file into the folder. OSError where the file or the folder cannot be reached."""
    size = size_of(name)
    if done := _load_finished(name, size, folder):
        return done
    losses: list[Problem] = []
    with open_file(name) as stream, open_parts(folder, shard_name(name)) as writers:
        counts = _write_pages(writers, _read_pages(stream, name, pool, losses.append))
        writers["problems"].write(problem_row(each) for each in losses)
        parts = tuple(writer.close() for writer in writers.values())
    pages, claims, crashed = counts
    shard = Shard(name, size, rules_version(), pages, claims, crashed, len(losses), parts)
    save_shard(shard, folder)
    return shard


def save_shard(shard: Shard, folder: str) -> None:
    told = asdict(shard)
    del told["is_new"]
    save_text(folder, f"{MANIFESTS}/{shard.name}.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def load_shard(folder: str, name: str) -> Shard:
    """The manifest of that name. ShardError where it is none."""
    try:
        with open_file(f"{folder}/{MANIFESTS}/{name}.json") as stream:
            told = json.load(stream)
        parts = tuple(Part(*each) for each in told.pop("parts"))
        return Shard(**told, parts=parts, is_new=False)
    except (ValueError, TypeError, KeyError) as error:
        raise ShardError(f"{folder}/{MANIFESTS}/{name}.json is no manifest of moxun's: {error}") from error


def find_shards(folder: str) -> list[str]:
    """The names of the finished shards of a folder, sorted."""
    files = find_files(f"{folder}/{MANIFESTS}/*.json")
    return [each.rpartition("/")[2].removesuffix(".json") for each in files]


def shard_name(file: str) -> str:
    """A name for the outputs of a file, the same wherever it is read."""
    plain = file.rpartition("/")[2].removesuffix(".gz").removesuffix(".warc")[:80]
    return f"{plain}-{hashlib.sha256(file.encode()).hexdigest()[:12]}"


def make_pool(workers: int, reader: Reader | None = None, limits: Limits = LIMITS) -> ShardPool:
    """The processes in which pages are read. To be used in a `with` block."""
    preload = () if reader else ("pipelines.warming",)
    return Pool(partial(map, partial(_read_numbered, reader)), workers, limits, preload)


def _read_numbered(reader: Reader | None, item: Numbered) -> Extraction:
    return read_safely(item[2], reader)


def _expand(pattern: str) -> Iterator[str]:
    if pattern.startswith("@"):
        with open_file(pattern[1:]) as stream:
            yield from (line for each in stream.read().decode().splitlines() if (line := each.strip()))
    else:
        yield from find_files(pattern)


def _load_finished(name: str, size: int, folder: str) -> Shard | None:
    """What these rules made of the same file before."""
    if not is_there(f"{folder}/{MANIFESTS}/{shard_name(name)}.json"):
        return None
    shard = load_shard(folder, shard_name(name))
    return shard if (shard.input, shard.size, shard.rules) == (name, size, rules_version()) else None


def _read_pages(
    stream: BinaryIO, name: str, pool: ShardPool, on_problem: Callable[[Problem], None]
) -> Iterator[tuple[Capture, Extraction]]:
    """What each page says, in the order of the file."""
    pages = iter_captured_pages(stream, name, on_problem)
    numbered = ((number, capture, page) for number, (capture, page) in enumerate(pages))
    for (_, capture, page), read in _in_order(pool.run(numbered)):
        yield capture, name_lost(page.url, read) if isinstance(read, Lost) else read


def _in_order(done: Iterable[tuple[Numbered, Item]]) -> Iterator[tuple[Numbered, Item]]:
    """As they were numbered. What waits for an earlier one is what its workers did meanwhile, so it is little."""
    waiting: dict[int, tuple[Numbered, Item]] = {}
    following = 0
    for numbered, result in done:
        waiting[numbered[0]] = numbered, result
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _write_pages(writers: dict[str, PartWriter], pages: Iterable[tuple[Capture, Extraction]]) -> tuple[int, int, int]:
    """Returns how many pages and claims there are, and how many pages broke the rules."""
    count = claims = crashed = 0
    for capture, read in pages:
        rows = extraction_rows(read, capture.url, capture.digest, rules_version(), cleaning_version())
        writers["articles"].write([{**rows.article, **{name: getattr(capture, name) for name in PLACE}}])
        writers["claims"].write(rows.claims)
        writers["problems"].write(rows.problems)
        count, claims = count + 1, claims + len(rows.claims)
        crashed += any(problem.stage == "extract" for problem in read.problems)
    return count, claims, crashed
