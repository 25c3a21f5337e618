"""Merge what was extracted without a database (pipelines.shards) into one. A second time changes no row."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from extract.records import Capture
from pipelines.comparing import Difference, compare_with, note_releases
from pipelines.shards import Shard, find_shards, load_shard
from pipelines.versions import rules_version
from storage.captures import save_captures
from storage.database import Database, Row, save_rows
from storage.extraction_rows import ExtractionRows
from storage.extractions import load_rules, save_extractions
from storage.parquet import PLACE, Part, iter_rows
from storage.releases import update_releases
from storage.remote import open_file
from storage.runs import Run, save_run
from storage.schema import articles, claims, problems

TOGETHER = 500  # articles in one transaction

OnShard = Callable[[str], None]


class LoadError(ValueError):
    """There is nothing that can be loaded, or it is not what its manifest says."""


@dataclass(slots=True)
class LoadSummary:
    """What was merged."""

    shards: int = 0
    articles: int = 0
    claims: int = 0
    kept: int = 0  # articles that the rules of this version have read in the database, and other ones in the folder
    releases: int = 0
    difference: Difference = field(default_factory=Difference)


class LoadedArticle(NamedTuple):
    """One article of a shard, and where its page lies."""

    capture: Capture
    rows: ExtractionRows


def load_folder(database: Database, folder: str, on_shard: OnShard) -> LoadSummary:
    """Merge every finished shard of a folder, rebuild the releases, and tell what has changed in them.

    What is the same is not written; a shard's article takes the place of the database's one, unless only the latter
    was read by the rules of this version. LoadError where there is no shard, or one is damaged; those before it stay.
    """
    names = find_shards(folder)
    if not names:
        raise LoadError(f"no finished shard in {folder}")
    run, summary = Run("load", "", datetime.now(UTC)), LoadSummary()
    with note_releases(database) as before:
        for name in names:
            _load_shard(database, folder, load_shard(folder, name), summary)
            on_shard(name)
        with database.write() as connection:
            summary.releases = update_releases(connection, rules_version())
            counts = {name: getattr(summary, name) for name in ("shards", "articles", "claims", "releases")}
            save_run(connection, replace(run, finished=datetime.now(UTC), outcome="healthy", counts=counts))
        summary.difference = compare_with(before, database)
    return summary


def _load_shard(database: Database, folder: str, shard: Shard, summary: LoadSummary) -> None:
    for part in shard.parts:
        _check_part(folder, part)
    found = _iter_articles(folder, shard, losses := list[Row]())
    while batch := list(islice(found, TOGETHER)):
        with database.write() as connection:
            known = load_rules(connection, [each.rows.article["id"] for each in batch])
            new = [each for each in batch if not _is_outdated(known.get(each.rows.article["id"]), shard.rules)]
            save_captures(connection, [each.capture for each in batch])
            save_extractions(connection, [each.rows for each in new])
        summary.articles += len(new)
        summary.claims += sum(len(each.rows.claims) for each in new)
        summary.kept += len(batch) - len(new)
    with database.write() as connection:
        save_rows(connection, problems, losses)
    summary.shards += 1


def _check_part(folder: str, part: Part) -> None:
    """A run that was killed may have written some of its files anew, and not the manifest."""
    with open_file(f"{folder}/{part.name}") as stream:
        digest = hashlib.sha256()
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != part.sha256:
        raise LoadError(f"{part.name} is not what its manifest says: run the extraction again")


def _is_outdated(known: str | None, rules: str) -> bool:
    return known == rules_version() != rules


def _iter_articles(folder: str, shard: Shard, losses: list[Row]) -> Iterator[LoadedArticle]:
    """The shard's articles with what was read from each; the problems of no article are added to `losses`."""
    files = {part.name.partition("/")[0]: part.name for part in shard.parts}
    told = _Grouped(iter_rows(folder, claims, files["claims"]))
    odd = _Grouped(iter_rows(folder, problems, files["problems"]))
    for row in iter_rows(folder, articles, files["articles"]):
        place = {name: row.pop(name) for name in PLACE}
        capture = Capture(url=row["url"], site=row["site"], digest=row["digest"], **place)
        yield LoadedArticle(capture, ExtractionRows(row, told.take(row["id"]), odd.take(row["id"])))
    losses += odd.take(None)


class _Grouped:
    """Rows that stand together by their article, in the order of the articles."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.groups = ((article, list(group)) for article, group in groupby(rows, itemgetter("article_id")))
        self.following: deque[tuple[str | None, list[Row]]] = deque(islice(self.groups, 1))

    def take(self, article: str | None) -> list[Row]:
        if not self.following or self.following[0][0] != article:
            return []
        rows = self.following.popleft()[1]
        self.following.extend(islice(self.groups, 1))
        return rows
