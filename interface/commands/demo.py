"""`moxun demo`."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where it may write.")] = Path("moxun-demo"),
    serve: Annotated[bool, typer.Option("--serve", help="Then serve it as a web page, until Ctrl-C.")] = False,
) -> None:
    """Try it on a small news site that comes with moxun.

    The site is served on this machine; nothing leaves it.
    """
    from interface.demo import run_demo, serve_demo  # noqa: PLC0415
    from interface.output import console  # noqa: PLC0415

    code = run_demo(folder, console())
    if serve and not code:
        serve_demo(folder, console())
    raise typer.Exit(code)
