"""`moxun serve`."""

from typing import Annotated

import typer

from interface.commands.options import places_of


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 is everywhere.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 is any that is free.")] = 8080,
    cors: Annotated[
        list[str] | None, typer.Option(metavar="ORIGIN", help="Another site whose pages may read the API; * is any.")
    ] = None,
    rate: Annotated[
        int, typer.Option(min=0, metavar="N", help="Requests a minute of one client; 0 is no limit.")
    ] = 600,
) -> None:
    """Serve the web page and the API, read-only.

    Until it is stopped with Ctrl-C.
    """
    from interface.output import say  # noqa: PLC0415
    from interface.web.serving import serve_pages  # noqa: PLC0415
    from interface.web.settings import WebSettings  # noqa: PLC0415

    places = places_of(context)
    serve_pages(
        places.database,
        host=host,
        port=port,
        settings=WebSettings(tuple(cors or ()), rate, places.archive),
        on_start=lambda address: say(f"moxun is at {address} (Ctrl-C ends it)"),
    )
