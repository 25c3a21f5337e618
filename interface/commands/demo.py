"""`moxun demo`."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where it may write.")] = Path("moxun-demo"),
) -> None:
    """Try it on a small news site that comes with moxun.

    The site is served on this machine; nothing leaves it.
    """
    from interface.demo import run_demo  # noqa: PLC0415
    from interface.output import console  # noqa: PLC0415

    raise typer.Exit(run_demo(folder, console()))
