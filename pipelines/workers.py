"""Do work in processes of its own, and outlive what kills or hangs them.

The pools of the standard library do not: a worker that dies breaks ProcessPoolExecutor (2 of 20 results came), and
hangs multiprocessing.Pool.
"""

import fcntl
import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from time import monotonic
from types import TracebackType
from typing import Any, Generic, Literal, NamedTuple, Self

from pipelines.workerprocess import (
    BEGUN,
    GRACE,
    NO_MEMORY,
    SHARED,
    SINCE,
    Item,
    Limits,
    Raised,
    Ready,
    Result,
    Work,
    serve,
)

__all__ = ["Limits", "Lost", "Pool", "Work", "WorkerError"]

AHEAD = 32  # items given to a worker at a time, so that it never waits while results are being kept
PIPE = 1 << 20  # bytes between two processes, where the system gives so many; results wait there while others are kept
NARROW = 16 << 10  # and where it does not say
POLL = 0.2  # seconds between two looks at who hangs


class WorkerError(RuntimeError):
    """The work itself is broken, not one item of it."""


class Lost(NamedTuple):
    """Stands for the result of an item that took its worker with it, twice."""

    code: Literal["crash", "timeout"]
    reason: str


class Pool(Generic[Item, Result]):
    """Workers that do `work`, a function that other processes can import: it is called with some items at a time, and
    iterates over the result of each, in order.

    `preload` names modules that are imported once, for all workers; a process of its own begins with that at once. End
    it with `close`, or use it in a `with` block.
    """

    def __init__(self, work: Work[Item, Result], count: int, limits: Limits, preload: Sequence[str] = ()) -> None:
        self.work, self.count, self.limits = work, count, limits
        # Not forked from here: threads of ours (a progress bar's) would leave their locks locked in the child.
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(list(preload))
        forkserver.ensure_running()
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
            ready = wait([worker.answers for worker in busy], POLL)
            for worker in busy:
                if worker.answers in ready:
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
            if not all(self._feed_one(number, ahead) for number in range(self.count)):
                break
        for worker in self.workers:
            worker.send()

    def _feed_one(self, number: int, ahead: int) -> bool:
        """Give a worker so many items to do, and start it where it was not needed before; False where none is left."""
        worker = self.workers[number] if number < len(self.workers) else None
        if worker and not worker.has_room(ahead):
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
            answer = worker.answers.recv()
        except (EOFError, OSError):
            yield from self._bury(worker, "crash", worker.end(GRACE))  # its pipe is closed: it is ending
            return
        if isinstance(answer, Ready):
            worker.is_ready = True
        elif isinstance(answer, Raised):
            raise WorkerError(answer.reason)
        else:
            worker.is_alone = False
            for result in answer.results:
                yield worker.take(), result

    def _bury(
        self, worker: "_Worker[Item, Result]", code: Literal["crash", "timeout"], reason: str
    ) -> Iterator[tuple[Item, Lost]]:
        """Put a new worker in its place. The item it was at is tried again there, alone; the others go back."""
        worker.end()
        if not worker.is_ready:
            raise WorkerError(f"a worker process could not start: {reason}")
        others = list(worker.tasks)
        suspect = others.pop(worker.place())
        self.again.extendleft(reversed(others))
        heir = self.workers[self.workers.index(worker)] = self._start()
        if worker.is_alone:
            yield suspect, Lost(code, reason)
        else:
            heir.give(suspect)
            heir.is_alone = True


class _Worker(Generic[Item, Result]):
    """One process, seen from outside: its results come in the order of its tasks.

    To send it items never waits: as much as a pipe holds is under way, or one item that it is waiting for. Else it
    could be waiting for us to take its results.
    """

    def __init__(
        self, context: multiprocessing.context.ForkServerContext, work: Work[Item, Result], limits: Limits
    ) -> None:
        self.tasks: deque[Item] = deque()
        self.unsent: deque[bytes] = deque()  # the last of them
        self.sizes: deque[int] = deque()  # in bytes, of those before
        self.taken = 0
        self.is_ready = self.is_alone = False
        self.shared = context.RawArray(*SHARED)
        theirs, self.pipe = context.Pipe(duplex=False)
        self.answers, their_answers = context.Pipe(duplex=False)
        self.room = _widen(self.pipe) // 2  # what is small takes more of a pipe than it has bytes
        _widen(self.answers)
        told = (theirs, their_answers, work, limits, self.shared)
        self.process = context.Process(target=serve, args=told, daemon=True)
        self.process.start()
        for each in (theirs, their_answers):
            each.close()  # else the pipe would not end where the process does

    def has_room(self, ahead: int) -> bool:
        """Whether it has fewer items than that, and those it has are not all that a pipe holds."""
        return (
            len(self.tasks) < ahead and not self.is_alone and sum(self.sizes) + sum(map(len, self.unsent)) < self.room
        )

    def give(self, item: Item) -> None:
        self.tasks.append(item)
        self.unsent.append(pickle.dumps(item))

    def send(self) -> None:
        """What it was given, or as much of it as there is room for."""
        message = []
        while self.unsent and (not self.sizes or sum(self.sizes) + len(self.unsent[0]) <= self.room):
            message.append(self.unsent.popleft())
            self.sizes.append(len(message[-1]))
        try:
            if message:
                self.pipe.send(message)
        except OSError:  # it has died: what it did not do is seen when it is buried
            return

    def take(self) -> Item:
        """The item of which it gives the result."""
        self.taken += 1
        self.sizes.popleft()
        return self.tasks.popleft()

    def place(self) -> int:
        """Which of its items it is at; the results of those before it are lost, too."""
        return min(max(0, int(self.shared[BEGUN]) - self.taken - 1), len(self.tasks) - 1)

    def has_worked(self) -> float:
        """For how many seconds it has been at one item."""
        since = self.shared[SINCE]
        return monotonic() - since if since else 0.0

    def end(self, patience: float = 0.0) -> str:
        """Kill it if it still lives after so many seconds; returns how it ended."""
        self.pipe.close()
        self.answers.close()
        self.process.join(patience)
        self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        if code == NO_MEMORY:
            return "no memory left"
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _widen(pipe: "Connection[Any, Any]") -> int:
    """Let it hold as much as it may, and say how many bytes that are."""
    try:
        return fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
    except (AttributeError, OSError):  # not on macOS, nor where others have used up what a user may have
        return NARROW
