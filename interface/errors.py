"""How the command ends: never with a traceback, quietly where its reader has gone."""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from interface.output import warn

FAILED = 1
# An error that one of these defines says all there is to say.
OURS = ("extract", "crawler", "pipelines", "storage", "interface")


def run_app(app: Callable[[], object]) -> None:
    """Run a command line application to its end. MOXUN_DEBUG shows the traceback of what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    errors = logging.StreamHandler()
    errors.setLevel(logging.ERROR)  # the root's level is not enough: Scrapy sets DEBUG on its own logger, and greets
    logging.basicConfig(level=logging.ERROR, format="moxun: %(message)s", handlers=[errors])
    try:
        app()
    except BrokenPipeError:
        _leave_quietly()
    except Exception as error:
        if os.environ.get("MOXUN_DEBUG"):
            raise
        warn(_say(error))
        sys.exit(FAILED)


def _say(error: Exception) -> str:
    """What went wrong, in one line."""
    if type(error).__module__.partition(".")[0] in OURS:
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"a mistake of moxun's, {type(error).__name__}: {error} ({place}); MOXUN_DEBUG=1 shows all of it"


def _leave_quietly() -> None:
    """Whoever read our output has enough (`moxun extract … | head`): what is still buffered must not be an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(FAILED)
