"""`moxun doctor` and `moxun metrics`."""

import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from interface.output import print_json_line, print_table, say
from pipelines.health import check_health
from pipelines.metrics import make_server, read_metrics, save_metrics

if TYPE_CHECKING:
    from pipelines.config import Places


def print_health(places: "Places", sites: Sequence[str], format_name: str) -> bool:
    """Print what was checked; False where something failed."""
    checks = check_health(places.archive, places.database, sites)
    is_well = not any(check.level == "failed" for check in checks)
    if format_name == "json":
        print_json_line({"is_well": is_well, "checks": [asdict(check) for check in checks]})
    else:
        words = {"ok": "ok", "warning": "WARNING", "failed": "FAILED"}
        rows = ((words[each.level], each.name, each.subject, each.detail) for each in checks)
        print_table(("", "Check", "Site", "Found"), rows)
    return is_well


def print_metrics(places: "Places", file: Path | None) -> None:
    """Print what is measured, or put it where a collector looks."""
    text = read_metrics(places.archive, places.database)
    if file:
        save_metrics(file, text)
    else:
        sys.stdout.write(text)


def serve_metrics(places: "Places", host: str, port: int) -> None:
    """Answer whoever asks, until SIGTERM or Ctrl-C."""
    with make_server(places.archive, places.database, host, port) as server:

        def stop(*_: object) -> None:
            threading.Thread(target=server.shutdown).start()  # it waits for the loop that this handler interrupts

        before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
        say(f"http://{host}:{server.server_port}/metrics")
        sys.stdout.flush()
        server.serve_forever(poll_interval=0.1)
        for each, handler in before.items():
            signal.signal(each, handler)
