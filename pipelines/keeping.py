"""Keep crawling what is due: a process of its own for each run, because a crawl runs once in a process."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from storage.database import StorageError

LONGEST_WAIT = 60.0  # seconds: another machine may have changed the table meanwhile
PAUSE = 5.0  # seconds between two runs at least, so that one that dies at once does not keep a processor busy


def keep_running(
    command: Sequence[str],
    seconds_until_due: Callable[[], float],
    on_error: Callable[[str], None],
    pause: float = PAUSE,
) -> None:
    """Start the command whenever something is due, until SIGTERM or SIGINT; then let the run end, and return.

    A database that cannot be asked for a while (`StorageError`) is told, and asked again. A run that fails is the next
    run's business. A second signal kills the run.
    """
    stopping = threading.Event()
    while not stopping.is_set():
        with _stopped_by_signals(stopping, None):
            stopping.wait(_wait(seconds_until_due, on_error))
        if not stopping.is_set() and _is_due(seconds_until_due, on_error):
            _run(command, stopping)
            with _stopped_by_signals(stopping, None):
                stopping.wait(pause)


def _wait(seconds_until_due: Callable[[], float], on_error: Callable[[str], None]) -> float:
    try:
        return min(seconds_until_due(), LONGEST_WAIT)
    except StorageError as error:
        on_error(str(error))
        return LONGEST_WAIT


def _is_due(seconds_until_due: Callable[[], float], on_error: Callable[[str], None]) -> bool:
    return _wait(seconds_until_due, on_error) <= 0


def _run(command: Sequence[str], stopping: threading.Event) -> None:
    """In a process group of its own: a Ctrl-C at the terminal reaches it once, through us."""
    with subprocess.Popen(command, process_group=0) as child, _stopped_by_signals(stopping, child):
        child.wait()


@contextmanager
def _stopped_by_signals(stopping: threading.Event, child: "subprocess.Popen[bytes] | None") -> Iterator[None]:
    def stop(number: int, _: object) -> None:
        if child:
            child.send_signal(signal.SIGKILL if stopping.is_set() else signal.SIGTERM)
        stopping.set()

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
