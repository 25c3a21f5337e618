"""`moxun serve`: the page and the API on one port."""

import socket
from collections.abc import Callable

import uvicorn

from interface.web.app import build_app
from interface.web.settings import WebSettings
from storage.database import Database, open_existing


def serve_pages(
    database_url: str, *, host: str, port: int, settings: WebSettings, on_start: Callable[[str], None]
) -> None:
    """Answer until the process is told to stop. `on_start` is told the address; port 0 is any that is free.

    MissingDatabaseError where there is none, OSError where nobody may listen there.
    """
    with open_existing(database_url) as database, listen(host, port) as listener:
        on_start(f"http://{_name(host)}:{listener.getsockname()[1]}")
        make_server(database, settings).run([listener])


def make_server(database: Database, settings: WebSettings) -> uvicorn.Server:
    """A server of the pages and the API; it says nothing but what went wrong."""
    app = build_app(database, settings)
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))


def listen(host: str, port: int) -> socket.socket:
    """A socket whose answers go out at once: head and body are two writes, and Nagle makes 40 ms of that."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what it accepts has it too
    return listener


def _name(host: str) -> str:
    """As a browser is told: one that listens everywhere is found here too."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
