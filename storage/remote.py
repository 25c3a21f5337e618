"""Files that lie on this machine or anywhere else that fsspec reaches: `s3://…`, `https://…`, `file://…`."""

from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit


class RemoteError(OSError):
    """A file elsewhere cannot be reached."""


def is_remote(name: str) -> bool:
    return "://" in name


def find_local(name: str) -> Path | None:
    """The path of a file on this machine, written as a path or as a `file:` address; None where it is elsewhere."""
    if not is_remote(name):
        return Path(name)
    return Path(unquote(urlsplit(name).path)) if name.startswith("file://") else None


def name_file(name: str) -> str:
    """The one address of a file: an absolute `file:` address for a path."""
    return name if is_remote(name) else Path(name).resolve().as_uri()


def open_file(name: str) -> BinaryIO:
    """To read and to seek in. OSError where it cannot be opened."""
    path = find_local(name)
    return path.open("rb") if path else cast("BinaryIO", _system(name).open(name, "rb"))


def size_of(name: str) -> int:
    """In bytes."""
    path = find_local(name)
    return path.stat().st_size if path else int(_system(name).size(name))


def is_there(name: str) -> bool:
    path = find_local(name)
    return path.exists() if path else bool(_system(name).exists(name))


def find_files(pattern: str) -> list[str]:
    """The files that a pattern with `*`, `?` and `[…]` fits, sorted; a name without them is itself."""
    if not any(sign in pattern for sign in "*?["):
        return [pattern]
    if path := find_local(pattern):
        return sorted(str(each) for each in Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))))
    system = _system(pattern)
    return sorted(system.unstrip_protocol(each) for each in system.glob(pattern))


def send_file(path: Path, name: str) -> None:
    """Copy a file of this machine elsewhere."""
    _system(name).put_file(str(path), name)


def _system(name: str) -> Any:  # noqa: ANN401 fsspec is untyped
    try:
        import fsspec  # noqa: PLC0415 an extra

        return fsspec.core.url_to_fs(name)[0]
    except (ImportError, ValueError) as error:
        raise RemoteError(f"cannot reach {name}: {error}; pip install 'moxun[cluster]'") from error
