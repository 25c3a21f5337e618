"""Extraction of many WARC files: on this machine, or on as many as an engine reaches. One task is one file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from extract.records import Problem
from pipelines.reading import LIMITS, Reader
from pipelines.shards import Shard, ShardPool, extract_shard, make_pool
from pipelines.workers import Limits

if TYPE_CHECKING:
    from distributed import Client

OnShard = Callable[[Shard], None]
RETRIES = 3  # of a file whose storage fails; what a worker that dies was at is done again without counting
PATIENCE = 30  # seconds for a scheduler to answer
DEATHS = 20  # workers that may die over one file: on machines that are taken away, most die of something else
CONFIG = {
    "distributed.worker.daemon": False,  # or a worker could not have the processes in which pages are read
    "distributed.scheduler.allowed-failures": DEATHS,
}


class EngineError(RuntimeError):
    """The engine is not installed, or there is nobody at its address."""


@dataclass(slots=True)
class ClusterSummary:
    """What a run over many files did."""

    shards: int = 0
    known: int = 0  # of these, finished before
    pages: int = 0
    claims: int = 0
    crashed: int = 0
    losses: int = 0
    failed: list[Problem] = field(default_factory=list)  # files that could not be read or written

    def add(self, shard: Shard) -> None:
        self.shards += 1
        self.known += not shard.is_new
        for name in ("pages", "claims", "crashed", "losses"):
            setattr(self, name, getattr(self, name) + getattr(shard, name))


def extract_here(  # noqa: PLR0913 keywords only
    inputs: Iterable[str],
    folder: str,
    on_shard: OnShard,
    *,
    workers: int,
    reader: Reader | None = None,
    limits: Limits = LIMITS,
) -> ClusterSummary:
    """One file after the other, its pages in so many processes."""
    summary = ClusterSummary()
    with make_pool(workers, reader, limits) as pool:
        for name in inputs:
            _note(summary, name, partial(extract_shard, name, folder, pool), on_shard)
    return summary


def extract_on_dask(  # noqa: PLR0913 keywords only
    inputs: Sequence[str],
    folder: str,
    on_shard: OnShard,
    *,
    workers: int,
    scheduler: str | None = None,
    reader: Reader | None = None,
) -> ClusterSummary:
    """Every file a task of a Dask cluster: the one at `scheduler`, else `workers` processes of this machine.

    The folder must be one that all workers reach. EngineError where there is no Dask, or nobody at the address.
    """
    summary = ClusterSummary()
    with _connect(scheduler, workers) as client:
        from distributed import as_completed  # noqa: PLC0415 an extra
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        futures = [client.submit(_extract_there, each, folder, reader, pure=False, retries=RETRIES) for each in inputs]
        names = {future.key: name for future, name in zip(futures, inputs, strict=True)}
        for future in as_completed(futures):
            _note(summary, names[future.key], future.result, on_shard, (OSError, KilledWorker))
            future.release()
    return summary


def _extract_there(name: str, folder: str, reader: Reader | None) -> Shard:
    """On a worker: a page that kills its reader must not kill the worker with all the files it has done."""
    return extract_shard(name, folder, _pool(reader))


@cache
def _pool(reader: Reader | None) -> ShardPool:
    """One for each worker, because it takes seconds to start; it ends with the worker."""
    return make_pool(1, reader)


@contextmanager
def _connect(scheduler: str | None, workers: int) -> Iterator["Client"]:
    try:
        import dask  # noqa: PLC0415
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError as error:
        raise EngineError(f"{error}: pip install 'moxun[cluster]'") from error
    with dask.config.set(CONFIG), ExitStack() as stack:
        if scheduler is None:
            own = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
            scheduler = stack.enter_context(own).scheduler_address
        try:
            client = Client(scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise EngineError(f"no scheduler at {scheduler}: {error}") from error
        yield stack.enter_context(client)


def _note(
    summary: ClusterSummary,
    name: str,
    result: Callable[[], Shard],
    on_shard: OnShard,
    errors: tuple[type[Exception], ...] = (OSError,),
) -> None:
    """A file that cannot be read costs itself only."""
    try:
        shard = result()
    except errors as error:
        summary.failed.append(Problem("input", "unreadable-file", str(error), name))
        return
    summary.add(shard)
    on_shard(shard)
