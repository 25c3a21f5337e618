"""`moxun extract --input … --output …` and `moxun load`: extraction beyond one machine, and back into a database."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from interface.output import say, warn
from interface.progress import show_progress
from interface.rows import explain_problem

if TYPE_CHECKING:
    from pipelines.cluster import ClusterSummary

Engine = Literal["local", "dask"]

SHOWN = 20  # files that failed


def extract_to_folder(  # noqa: PLR0913 keywords only
    patterns: Sequence[str],
    folder: str,
    *,
    engine: Engine,
    scheduler: str | None,
    shard: tuple[int, int],
    workers: int | None,
) -> bool:
    """Read WARC files into Parquet; False where a file could not be read or written.

    What of a file is damaged is told in its output. It is finished all the same: a scheduler that starts failed tasks
    again would never come to an end with it.
    """
    from pipelines.cluster import extract_here, extract_on_dask  # noqa: PLC0415
    from pipelines.shards import find_inputs  # noqa: PLC0415

    inputs = find_inputs(patterns, shard)
    count = workers or max(2, os.cpu_count() or 1)
    with show_progress("finished", every=1, what="files", total=len(inputs)) as file_done:
        if engine == "dask":
            summary = extract_on_dask(
                inputs, folder, lambda done: file_done(done.input), workers=count, scheduler=scheduler
            )
        else:
            summary = extract_here(inputs, folder, lambda done: file_done(done.input), workers=count)
    _print_summary(summary, folder)
    return not summary.failed


def load_from_folder(database_url: str, folder: str) -> bool:
    """Merge what was extracted into the database."""
    from interface.reading import print_difference  # noqa: PLC0415
    from pipelines.loading import load_folder  # noqa: PLC0415
    from pipelines.shards import find_shards  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415

    total = len(find_shards(folder))
    with (
        open_database(database_url) as database,
        show_progress("loaded", every=1, what="files", total=total) as file_done,
    ):
        summary = load_folder(database, folder, file_done)
    say(f"{summary.shards} files, {summary.articles} articles, {summary.claims} claims.")
    if summary.kept:
        say(f"{summary.kept} articles stay as the rules of this version read them.")
    print_difference(summary.difference)
    return True


def _print_summary(summary: "ClusterSummary", folder: str) -> None:
    known = f", {summary.known} of them finished before" if summary.known else ""
    say(f"{summary.shards} files{known}; {summary.pages} pages, {summary.claims} claims.")
    if summary.crashed:
        warn(f"{summary.crashed} pages broke the rules that read them: see the problems in {folder}")
    if summary.losses:
        warn(f"{summary.losses} stretches of the files cannot be read: see the problems in {folder}")
    for problem in summary.failed[:SHOWN]:
        warn(explain_problem(problem))
    if len(summary.failed) > SHOWN:
        warn(f"and {len(summary.failed) - SHOWN} more files that could not be read")
    if summary.shards:
        say(f"`moxun load {folder}` merges them into the database.")
