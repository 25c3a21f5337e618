"""Progress: a bar on a terminal, a line for each step elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

StepDone = Callable[[str], None]


@contextmanager
def show_progress(console: "Console", verb: str, total: int) -> Iterator[StepDone]:
    """Yields what to call, with its name, for each of at most `total` steps that is done."""
    if not console.is_terminal:
        yield lambda name: console.print(f"{verb} {name}", markup=False, highlight=False, soft_wrap=True)
        return
    from rich.progress import Progress  # noqa: PLC0415 not needed for plain lines

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(verb, total=total)
        yield lambda name: bar.advance(task)
