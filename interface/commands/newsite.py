"""`moxun new-site`."""

from pathlib import Path
from typing import Annotated

import typer


def new_site(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of the site.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What it will be crawled by; else from its address.")] = "",
    checkout: Annotated[Path, typer.Option(metavar="FOLDER", help="A checkout of moxun.")] = Path(),
) -> None:
    """Look at a news site, and write its file and fixtures into a checkout of moxun."""
    from interface.newsite import write_new_site  # noqa: PLC0415

    write_new_site(url, name, checkout)
