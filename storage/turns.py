"""Processes that add to one archive take turns, page by page: what one has just added, another must not add again."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "adding.lock"  # in the archive's folder


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Waits until nobody else is in such a block, of this archive and on this machine."""
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
