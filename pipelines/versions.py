"""Fingerprints of what decides what is read from a page: of all of it, and of the part that makes its clean text.

Where only the rest has changed, an article is read again from its stored text, without its HTML.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import extract

FOLDER = Path(extract.__file__).parent
CLEANER = "article"  # the module that makes an article of a page
CLEANERS = ("cssselect", "htmldate", "lxml", "trafilatura")  # the libraries under it
NAME = re.compile(r"[\w-]{1,64}\.(jsonl|toml)", re.ASCII)  # of a data file
READERS = ("jieba", "spacy")  # those under the rules


@cache
def rules_version() -> str:
    """Of our rules and data, and the libraries under them."""
    files = (path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _fingerprint(files, (*CLEANERS, *READERS))


@cache
def cleaning_version() -> str:
    """Of the code, data and libraries that make an article of a page."""
    return _fingerprint(find_sources(FOLDER, CLEANER), CLEANERS)


def find_sources(folder: Path, module: str) -> set[Path]:
    """The module's file in the package at the folder, those it imports, by others too, and the data that they name."""
    found: set[Path] = set()
    waiting = [folder / f"{module}.py"]
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        if path.suffix == ".py":
            waiting += _iter_named(folder, ast.parse(path.read_bytes()))
    return found


def _iter_named(folder: Path, tree: ast.Module) -> Iterator[Path]:
    package = folder.name
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            yield from (folder / f"{alias.name}.py" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield _file_of(folder, node.module)
        elif isinstance(node, ast.Import):
            yield from (_file_of(folder, alias.name) for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            yield folder / "data" / node.value


def _file_of(folder: Path, module: str) -> Path:
    """Of another package there is none."""
    package, _, name = module.partition(".")
    return folder / (f"{name.replace('.', '/')}.py" if package == folder.name else "-")


def _fingerprint(files: Iterable[Path], libraries: Iterable[str]) -> str:
    told = hashlib.sha256()
    for path in sorted(files):
        told.update(f"{path.relative_to(FOLDER).as_posix()}\0".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    for name in libraries:
        told.update(f"{name} {_version(name)}\0".encode())
    return told.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
