"""A file of the archive while it is written: locked, and grown by whole records only.

Its name ends in `.open` until it is closed. What a process that died has left is cut back to its last whole record.
"""

import fcntl
import os
from datetime import datetime
from pathlib import Path

from storage.members import find_whole_end
from storage.warc import warcinfo_member

OPEN = ".open"


def close_left_over(folder: Path) -> None:
    """Cut the torn tail off the files of dead processes, and give them their final names."""
    for path in sorted(folder.glob("**/*.warc.gz" + OPEN)):
        with path.open("r+b") as stream:
            if not _is_ours(stream.fileno(), path):
                continue
            end = find_whole_end(stream)
            os.ftruncate(stream.fileno(), end)
            os.fsync(stream.fileno())
            if end:
                _rename(path)
            else:
                path.unlink()


class OpenFile:
    """A locked file that only grows by whole records."""

    def __init__(self, descriptor: int, path: Path, name: str, opened_at: datetime) -> None:
        self.descriptor, self.path, self.name, self.opened_at = descriptor, path, name, opened_at
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append in one write and wait for the disk; returns the file's new size. A full disk leaves no half record."""
        try:
            written = os.write(self.descriptor, data)
            while written < len(data):  # the disk is full, which only the next write says
                written += os.write(self.descriptor, data[written:])
            os.fdatasync(self.descriptor)
        except OSError as error:
            os.ftruncate(self.descriptor, self.size)
            raise OSError(error.errno, error.strerror, str(self.path)) from error
        self.size += written
        return self.size

    def close(self) -> None:
        _rename(self.path)
        os.close(self.descriptor)


def open_new_file(folder: Path, name: str, now: datetime) -> OpenFile | None:
    """A new file with its warcinfo record; None where the name is taken, or was while it was empty."""
    path = folder / (name + OPEN)
    if (folder / name).exists():  # of another Archive of this process, in this second: it would be written over
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
    except FileExistsError:
        return None
    if not _is_ours(descriptor, path):
        os.close(descriptor)
        return None
    file = OpenFile(descriptor, path, name, now)
    file.write(warcinfo_member(path.name.removesuffix(OPEN), now))
    sync_folder(path.parent)
    return file


def _is_ours(descriptor: int, path: Path) -> bool:
    """Locked for this process, and still the file of that name: it may have been mended before it was locked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _rename(path: Path) -> None:
    path.rename(path.with_name(path.name.removesuffix(OPEN)))
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
