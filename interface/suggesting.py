"""What may have been meant by a name that nobody has."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from storage.names import near_families, near_models, near_places, near_sites, near_vendors

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.filters import ReleaseFilter


def suggest(connection: "Connection", wanted: "ReleaseFilter") -> Iterator[str]:
    """A line for each name in the filter that has near ones, and is not itself one of them."""
    if wanted.model:
        yield from _say(wanted.model, near_models(connection, wanted.model))
    for name in wanted.vendor:
        yield from _say(name, near_vendors(connection, name))
    for name in wanted.family:
        yield from _say(name, near_families(name))
    for name in (*wanted.city, *wanted.district):
        yield from _say(name, near_places(name))
    for name in wanted.source:
        yield from _say(name, near_sites(connection, name))
    if wanted.text:
        yield from suggest_model(connection, wanted.text)


def suggest_model(connection: "Connection", name: str) -> Iterator[str]:
    """A line where models, or else vendors, have nearly that name."""
    yield from _say(name, near_models(connection, name) or near_vendors(connection, name))


def _say(name: str, near: list[str]) -> Iterator[str]:
    if near and near[0].casefold() != name.casefold():
        yield f"no {name!r}: did you mean {', '.join(near)}?"
