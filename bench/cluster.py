"""Run extraction on a cluster, kill a worker in the middle, and compare with one machine's run, byte for byte.

    python -m bench.cluster [--pages 10000] [--files 20]

The cluster is Dask's on this machine, with two workers. Prints what each run took; ends with 1 where they differ.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.archives import iter_pages
from pipelines.cluster import ClusterSummary, extract_here, extract_on_dask
from pipelines.shards import Shard, find_inputs
from storage.archive import Archive

WORKERS = 2


class Killer:
    """Kills one worker, when so many files are finished."""

    def __init__(self, after: int) -> None:
        self.after, self.finished, self.killed = after, 0, 0

    def shard_done(self, _: Shard) -> None:
        self.finished += 1
        if self.finished == self.after and not self.killed:
            self.killed = find_worker()
            os.kill(self.killed, signal.SIGKILL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--filler", type=int, default=2000, help="bytes around each article")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moxun-bench-") as scratch:
        folder = Path(scratch)
        make_files(folder / "archive", options.pages, options.files, options.filler)
        inputs = find_inputs([f"{folder}/archive/**/*.warc.gz"])
        alone, there = str(folder / "alone"), str(folder / "there")
        measure("one machine", lambda: extract_here(inputs, alone, lambda _: None, workers=WORKERS))
        killer = Killer(len(inputs) // 3)
        measure("Dask, a worker killed", lambda: extract_on_dask(inputs, there, killer.shard_done, workers=WORKERS))
        one, other = files_of(Path(alone)), files_of(Path(there))
        apart = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        print(f"worker {killer.killed} was killed after {killer.after} files; same output: {not apart}", *apart[:5])
        sys.exit(0 if killer.killed and not apart else 1)


def make_files(folder: Path, pages: int, files: int, filler: int) -> None:
    generated = iter_pages(pages, hinted=True, filler=filler)
    for number in range(files):
        with Archive(folder, f"part{number:03}") as archive:
            for _, page in zip(range(pages // files), generated, strict=False):
                archive.append(page)


def measure(name: str, run: Callable[[], ClusterSummary]) -> None:
    start = time.monotonic()
    summary = run()
    seconds = time.monotonic() - start
    told = f"{summary.pages} pages of {summary.shards} files, {summary.claims} claims, {len(summary.failed)} failed"
    print(f"{name}: {told}; {seconds:.0f} s, {summary.pages / seconds:.1f} pages/s", flush=True)


def find_worker() -> int:
    """The process of one of the cluster's workers: a child of ours whose command says so."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
        command = stat.with_name("cmdline").read_bytes()
        if int(fields[1]) == os.getpid() and b"spawn_main" in command:
            return int(stat.parent.name)
    raise LookupError("no worker of the cluster is running")


def files_of(folder: Path) -> dict[str, bytes]:
    """All that was written; the drafts of what was killed are none of it."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


if __name__ == "__main__":
    main()
