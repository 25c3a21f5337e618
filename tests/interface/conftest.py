"""The demo in processes of their own, because a crawl runs once in a process; some of them are killed."""

import multiprocessing
import sqlite3
import tomllib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROCESSES = multiprocessing.get_context("forkserver")  # tests/conftest.py

# Executed as text: a function of a test module cannot be imported by another process.
CHILD = """
import os, signal, sys
from pathlib import Path
from rich.console import Console
from interface.demo import run_demo

class Counted:
    def __init__(self, path, last):
        self.file, self.left = open(path, "a", encoding="utf-8"), last

    def write(self, text):
        self.file.write(text)
        self.file.flush()
        self.left -= text.count("\\n")
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def flush(self):
        pass

requests, output = Counted(folder + ".requests", max_requests), Counted(folder + ".output", max_lines)
console = Console(file=output, force_terminal=is_terminal, width=100, no_color=True, legacy_windows=False)
sys.exit(run_demo(Path(folder), console, lambda path: requests.write(path + "\\n")))
"""
NEVER = 10**9


@dataclass(frozen=True)
class Run:
    """How one run of the demo ended; what it printed and what its site was asked for."""

    code: int | None
    output: str
    requests: tuple[str, ...]

    @property
    def articles(self) -> list[str]:
        return [path for path in self.requests if path.startswith("/20")]


@dataclass(frozen=True)
class Demo:
    """The demo in one folder."""

    folder: Path

    def run(self, *, max_requests: int = NEVER, max_lines: int = NEVER, is_terminal: bool = False) -> Run:
        """Run it; it kills itself as the site is asked for the n-th time, or when the n-th line is printed."""
        values = {"max_requests": max_requests, "max_lines": max_lines, "is_terminal": is_terminal}
        before = self._log("requests"), self.output
        child = PROCESSES.Process(target=exec, args=(CHILD, {"folder": str(self.folder), **values}))
        child.start()
        child.join(timeout=60)
        requests, output = (
            self._log(name)[len(old) :] for name, old in zip(("requests", "output"), before, strict=True)
        )
        return Run(child.exitcode, output, tuple(requests.splitlines()))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "moxun.db")) as connection:
            return connection.execute(sql).fetchall()

    def releases(self) -> list[tuple[Any, ...]]:
        """All that the table of releases says, and the claims of each; but not when the pages were fetched."""
        return self.query(
            "SELECT r.id, r.vendor, r.model, r.kind, r.status, r.date_start, r.date_end, r.conflicts, r.claim_count,"
            " a.url, c.evidence, c.evidence_start, c.date_start, c.score"
            " FROM releases r JOIN claims c ON c.release_id = r.id JOIN articles a ON a.id = c.article_id"
            " ORDER BY r.id, a.url"
        )

    @property
    def output(self) -> str:
        """What all its runs have printed."""
        return self._log("output")

    def _log(self, name: str) -> str:
        path = self.folder.with_name(f"{self.folder.name}.{name}")
        return path.read_text("utf-8") if path.exists() else ""


Statement = Sequence[str]


@pytest.fixture(scope="session")
def told() -> dict[int, list[Statement]]:
    """What a careful reader finds in each article."""
    found = tomllib.loads((Path(__file__).parent / "demo_releases.toml").read_text("utf-8"))
    return {int(number): statements for number, statements in found.items()}


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path / "demo")


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A demo that has run once, from beginning to end. To be looked at only."""
    demo = Demo(tmp_path_factory.mktemp("undisturbed") / "demo")
    assert demo.run().code == 0
    return demo
