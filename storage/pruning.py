"""Take records out of a file of the archive: it is written anew without them, and put in the old one's place.

Which file that is is noted beside it first: the index knows nothing of the new places yet, and whoever looks next must.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.archive import find_file
from storage.copying import CopyError, copy_exchanges
from storage.openfile import OPEN, sync_folder

NOTE = "rewriting"  # in the archive's folder
LOCK = "pruning.lock"


class BusyError(RuntimeError):
    """Another process is pruning the archive."""


@contextmanager
def pruning_alone(folder: Path) -> Iterator[None]:
    """BusyError where somebody else is at it."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"another process is pruning {folder}") from None
        yield


def remove_records(folder: Path, file: str, offsets: frozenset[int]) -> int:
    """Take out the answers at these places, with their requests; returns how many bytes shorter the archive is.

    CopyError, and nothing is done, where the file is being written, or has damage: whatever could still be saved of it
    would be gone. The caller indexes the file anew, then calls `forget_rewriting`.
    """
    path = find_file(folder, file)
    if path.name.endswith(OPEN):
        raise CopyError(f"{file} is being written")
    size, draft = path.stat().st_size, path.with_name(f"{path.name}.draft")
    try:
        with draft.open("wb") as target:
            kept = copy_exchanges(folder, file, target, lambda each: each.offset not in offsets)
            target.flush()
            os.fsync(target.fileno())
    except (CopyError, OSError) as error:
        draft.unlink(missing_ok=True)
        raise CopyError(f"{file} is as it was: {getattr(error, 'strerror', None) or error}") from error
    left = draft.stat().st_size if kept["warcinfo"] < kept.total() else 0
    _note_rewriting(folder, file)
    if left:
        draft.replace(path)
    else:
        draft.unlink()
        path.unlink()
    sync_folder(path.parent)
    return size - left


def find_rewritten(folder: Path) -> str | None:
    """The file that was written anew, where a process died before its index was."""
    try:
        return (folder / NOTE).read_text("utf-8") or None
    except FileNotFoundError:
        return None


def forget_rewriting(folder: Path) -> None:
    (folder / NOTE).unlink(missing_ok=True)


def _note_rewriting(folder: Path, file: str) -> None:
    draft = folder / f"{NOTE}.draft"
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(file)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(folder / NOTE)
    sync_folder(folder)
