"""What a worker process does: one item after the other, until its pipe ends."""

import os
import pickle
import resource
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import c_double
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item]], Iterable[Result]]

TOGETHER = 8  # results in one message
PATIENCE = 0.1  # seconds after which results are sent, however few there are
GRACE = 10  # seconds after its time in which a worker ends by itself, should nobody be there to end it
NO_MEMORY = 86  # the exit code of a worker that has none left


class Limits(NamedTuple):
    """What one item may cost."""

    seconds: float = 20.0
    memory: int = 2 << 30  # bytes of address space, above what a worker has when it starts; only Linux keeps to it


class Ready(NamedTuple):
    """It has started."""


class Done(NamedTuple):
    """The results of the next items."""

    results: list[Any]


class Raised(NamedTuple):
    """The work is broken."""

    reason: str


class Shared(Protocol):
    """Memory that both sides see: the second of the clock at which it began with an item, or 0, and how many it began.

    Whoever buries it knows by these what it died of.
    """

    def __getitem__(self, place: int) -> float: ...
    def __setitem__(self, place: int, value: float) -> None: ...


SINCE, BEGUN = 0, 1
SHARED = (c_double, 2)


def serve(
    tasks: "Connection[Any, Any]",
    answers: "Connection[Any, Any]",
    work: Work[Item, Result],
    limits: Limits,
    shared: Shared,
) -> None:
    """Answer until there is nothing more. It dies by itself where it hangs and nobody is left to kill it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; one has to answer
    _limit_memory(limits.memory)
    with suppress(BrokenPipeError):  # whoever started it has died already; the pipe says so again below
        answers.send(Ready())
    while True:
        try:
            items = [pickle.loads(each) for each in tasks.recv()]
            for answer in _iter_answers(work, items, limits, shared):
                answers.send(answer)
        except MemoryError:
            os._exit(NO_MEMORY)
        except (EOFError, OSError):
            return


def _iter_answers(
    work: Work[Item, Result], items: Sequence[Item], limits: Limits, shared: Shared
) -> Iterator[Done | Raised]:
    done: list[Result] = []
    sent = monotonic()
    results = iter(work(items))
    for _ in items:
        try:
            with _timed(limits, shared):
                done.append(next(results))
        except MemoryError:
            raise
        except Exception as error:  # told to the parent, which raises it
            yield from (Done(done), Raised(f"{type(error).__name__}: {error}"))
            return
        if len(done) >= TOGETHER or monotonic() - sent > PATIENCE:
            yield Done(done)
            done, sent = [], monotonic()
    if done:
        yield Done(done)


@contextmanager
def _timed(limits: Limits, shared: Shared) -> Iterator[None]:
    shared[BEGUN] += 1
    shared[SINCE] = monotonic()
    signal.alarm(int(limits.seconds) + GRACE)
    yield
    signal.alarm(0)
    shared[SINCE] = 0.0


def _limit_memory(memory: int) -> None:
    """So many bytes more than there are now. Not where there is no /proc: macOS does not keep to the limit anyway."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except FileNotFoundError:
        return
    soft, hard = pages * resource.getpagesize() + memory, resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard < 0 else min(soft, hard), hard))
