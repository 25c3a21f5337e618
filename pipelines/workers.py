"""Do work in processes of its own, and outlive what kills or hangs them.

The pools of the standard library do not: a worker that dies breaks ProcessPoolExecutor (2 of 20 results came), and
hangs multiprocessing.Pool.
"""

import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from ctypes import c_double
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Generic, Literal, NamedTuple, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4  # items given to a worker at a time, so that it never waits while its last result is being kept
POLL = 0.2  # seconds between two looks at who hangs
GRACE = 10  # seconds after its time in which a worker ends by itself, should nobody be there to end it
NO_MEMORY = 86  # the exit code of a worker that has none left


class WorkerError(RuntimeError):
    """The work itself is broken, not one item of it."""


class Limits(NamedTuple):
    """What one item may cost."""

    seconds: float = 20.0
    memory: int = 2 << 30  # bytes of address space, above what a worker has when it starts; only Linux keeps to it


class Lost(NamedTuple):
    """Stands for the result of an item that took its worker with it, twice."""

    code: Literal["crash", "timeout"]
    reason: str


class Pool(Generic[Item, Result]):
    """Workers that each call `work`, a function that other processes can import, on one item after the other.

    `preload` names modules that are imported once, for all workers. End it with `close`, or use it in a `with` block.
    """

    def __init__(self, work: Callable[[Item], Result], count: int, limits: Limits, preload: Sequence[str] = ()) -> None:
        self.work, self.count, self.limits = work, count, limits
        # Not forked from here: threads of ours (a progress bar's) would leave their locks locked in the child.
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(list(preload))
        self.items: Iterator[Item] = iter(())
        self.again: deque[Item] = deque()  # what a worker that died did not come to
        self.workers: list[_Worker[Item, Result]] = []

    def run(self, items: Iterable[Item]) -> Iterator[tuple[Item, Result | Lost]]:
        """Each item with its result, in the order in which they are done; `items` is read no further than is needed.

        An item whose worker dies, or takes too long over it, is tried once more, alone in a new worker; then it is
        Lost. WorkerError where a worker cannot start, or `work` raises.
        """
        self.items, self.again = iter(items), deque()
        self._feed()
        while busy := [worker for worker in self.workers if worker.tasks]:
            ready = wait([worker.pipe for worker in busy], POLL)
            for worker in busy:
                if worker.pipe in ready:
                    yield from self._receive(worker)
                elif worker.has_worked() > self.limits.seconds:
                    yield from self._bury(worker, "timeout", f"more than {self.limits.seconds:g} seconds")
            self._feed()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _start(self) -> "_Worker[Item, Result]":
        return _Worker(self.context, self.work, self.limits)

    def _feed(self) -> None:
        for ahead in range(1, AHEAD + 1):  # one for each worker before the second for any
            for number in range(self.count):
                if not self._feed_one(number, ahead):
                    return

    def _feed_one(self, number: int, ahead: int) -> bool:
        """Give a worker so many items to do, and start it where it was not needed before; False where none is left."""
        worker = self.workers[number] if number < len(self.workers) else None
        if worker and (worker.is_alone or len(worker.tasks) >= ahead):
            return True
        try:
            item = self.again.popleft() if self.again else next(self.items)
        except StopIteration:
            return False
        if not worker:
            worker = self._start()
            self.workers.append(worker)
        worker.give(item)
        return True

    def _receive(self, worker: "_Worker[Item, Result]") -> Iterator[tuple[Item, Result | Lost]]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(worker, "crash", worker.end(GRACE))  # its pipe is closed: it is ending
            return
        if isinstance(answer, _Ready):
            worker.is_ready = True
        elif isinstance(answer, _Raised):
            raise WorkerError(answer.reason)
        else:
            worker.is_alone = False
            yield worker.tasks.popleft(), answer.result

    def _bury(
        self, worker: "_Worker[Item, Result]", code: Literal["crash", "timeout"], reason: str
    ) -> Iterator[tuple[Item, Lost]]:
        """Put a new worker in its place. The item it was at is tried again there, alone; the others go back."""
        worker.end()
        if not worker.is_ready:
            raise WorkerError(f"a worker process could not start: {reason}")
        suspect, *others = worker.tasks
        self.again.extendleft(reversed(others))
        heir = self.workers[self.workers.index(worker)] = self._start()
        if worker.is_alone:
            yield suspect, Lost(code, reason)
        else:
            heir.is_alone = True
            heir.give(suspect)


class _Worker(Generic[Item, Result]):
    """One process, seen from outside: its results come in the order of its tasks."""

    def __init__(
        self,
        context: multiprocessing.context.ForkServerContext,
        work: Callable[[Item], Result],
        limits: Limits,
    ) -> None:
        self.tasks: deque[Item] = deque()
        self.is_ready = self.is_alone = False
        self.since = context.RawValue(c_double, 0.0)  # shared: when it began with the first task; 0, it waits
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, limits, self.since), daemon=True)
        self.process.start()
        theirs.close()  # else the pipe would not end where the process does

    def give(self, item: Item) -> None:
        self.tasks.append(item)
        try:
            self.pipe.send(item)
        except OSError:  # it has died: what it did not do is seen when it is buried
            return

    def has_worked(self) -> float:
        """For how many seconds it has been at its first task."""
        since = self.since.value
        return monotonic() - since if since else 0.0

    def end(self, patience: float = 0.0) -> str:
        """Kill it if it still lives after so many seconds; returns how it ended."""
        self.pipe.close()
        self.process.join(patience)
        self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        if code == NO_MEMORY:
            return "no memory left"
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


class _Ready(NamedTuple):
    pass


class _Done(NamedTuple):
    result: object


class _Raised(NamedTuple):
    reason: str


def _serve(pipe: "Connection[object, Item]", work: Callable[[Item], Result], limits: Limits, since: c_double) -> None:
    """What a worker does until its pipe ends. It dies by itself where it hangs and nobody is left to kill it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; one has to answer
    _limit_memory(limits.memory)
    with suppress(BrokenPipeError):  # whoever started it has died already; the pipe says so again below
        pipe.send(_Ready())
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        since.value = monotonic()
        signal.alarm(int(limits.seconds) + GRACE)
        try:
            answer = _answer(work, item)
            signal.alarm(0)
            since.value = 0.0
            pipe.send(answer)
        except MemoryError:
            os._exit(NO_MEMORY)
        except BrokenPipeError:
            return


def _answer(work: Callable[[Item], Result], item: Item) -> _Done | _Raised:
    try:
        return _Done(work(item))
    except MemoryError:
        raise
    except Exception as error:  # told to the parent, which raises it
        return _Raised(f"{type(error).__name__}: {error}")


def _limit_memory(memory: int) -> None:
    """So many bytes more than there are now. Not where there is no /proc: macOS does not keep to the limit anyway."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except FileNotFoundError:
        return
    soft, hard = pages * resource.getpagesize() + memory, resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard < 0 else min(soft, hard), hard))
