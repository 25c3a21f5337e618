"""How far a long job is: a bar on a terminal, lines in a log; with its rate, and how long it will still take."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from interface.rows import printable

if TYPE_CHECKING:
    from rich.progress import Progress

WIDE = 120  # characters of a step's name: addresses may have thousands
EVERY = 100  # steps for each line of progress in a log


class Steps:
    """To be called with the name of each step that is done."""

    def __init__(self, verb: str, what: str, total: int | None, show: Callable[[str, "Steps"], None]) -> None:
        self.verb, self.what, self.total, self.show = verb, what, total, show
        self.done, self.since = 0, monotonic()

    def __call__(self, name: str) -> None:
        self.done += 1
        self.show(name, self)

    def expect(self, total: int) -> None:
        """Say how many steps there will be, where that is known only now; the clock starts anew."""
        self.total, self.since = total, monotonic()

    def describe(self) -> str:
        of_all = "" if self.total is None else f" of {self.total}"
        return f"{self.verb} {self.done}{of_all} {self.what}"

    def describe_rate(self) -> str:
        """Steps a second and, where the end is known, the time that is left."""
        rate = self.done / max(monotonic() - self.since, 1e-3)
        left = f", {timedelta(seconds=round((self.total - self.done) / rate))} left" if self.total and self.done else ""
        return f"{rate:.1f}/s{left}"


@contextmanager
def show_progress(verb: str, every: int = EVERY, what: str = "pages", total: int | None = None) -> Iterator[Steps]:
    """Shows each step on a terminal, else a line for so many of them. `total` is how many there will be."""
    if not sys.stderr.isatty():
        yield Steps(verb, what, total, lambda name, steps: _print_some(name, steps, every))
        return
    with _make_bar() as bar:
        task = bar.add_task("", total=total)

        def show(name: str, steps: Steps) -> None:
            told = f"{steps.describe()}, {steps.describe_rate()}  {_short(name)}"
            bar.update(task, description=told, completed=steps.done, total=steps.total)

        steps = Steps(verb, what, total, show)
        bar.update(task, description=steps.describe())
        yield steps


def _make_bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 `moxun --help` does not need it
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    told = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), BarColumn(20), TimeElapsedColumn(), told)
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _print_some(name: str, steps: Steps, every: int) -> None:
    if steps.done % every == 0 or steps.done == steps.total:
        line = f"{steps.describe()}, {steps.describe_rate()}, the last one {_short(name)}"
        print(line, file=sys.stderr, flush=True)


def _short(name: str) -> str:
    return printable(name if len(name) <= WIDE else f"{name[:WIDE]}…")
