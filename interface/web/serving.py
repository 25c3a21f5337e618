"""`moxun serve`: the page and the API on one port."""

from collections.abc import Callable

import uvicorn

from interface.web.app import build_app
from interface.web.settings import WebSettings
from storage.database import open_database


def serve_pages(
    database_url: str, *, host: str, port: int, settings: WebSettings, on_start: Callable[[str], None]
) -> None:
    """Answer until the process is told to stop. `on_start` is told the address; port 0 is any that is free."""
    with open_database(database_url) as database:
        config = uvicorn.Config(
            build_app(database, settings), host=host, port=port, log_level="warning", access_log=False
        )
        server = uvicorn.Server(config)
        socket = config.bind_socket()
        on_start(f"http://{_name(host)}:{socket.getsockname()[1]}")
        server.run([socket])


def _name(host: str) -> str:
    """As a browser is told: one that listens everywhere is found here too."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
