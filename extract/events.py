"""What a verb says that happened, where that is more than the status: weights are opened (data/events.toml)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extract.records import EVENTS, Event

FILE = Path(__file__).parent / "data" / "events.toml"


def read_event(verb: str) -> Event | None:
    """The event of a verb as it stands in a text; None where the status says it all."""
    return load_events().get(" ".join(verb.casefold().split()))


@cache
def load_events(path: Path = FILE) -> Mapping[str, Event]:
    """Each verb's event. ValueError where the file names an event that is none."""
    told = tomllib.loads(path.read_text("utf-8"))
    if strange := sorted(told.keys() - set(EVENTS)):
        raise ValueError(f"{path.name}: {', '.join(strange)} is none of {', '.join(EVENTS)}")
    return {verb.casefold(): event for event in EVENTS for verb in told.get(event, ())}
