"""For who follows the database from outside: what changed since, and where an id that was given out leads."""

import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from storage.columns import clean_text
from storage.schema import changes, releases

FOLLOWED = 10  # merges, one after the other


class NumberedChange(NamedTuple):
    """One field of one release that changed."""

    id: int
    changed_at: datetime.datetime
    release_id: str
    field: str
    before: str | None
    after: str | None


def list_changes(
    connection: Connection, since: datetime.datetime | None, after: int, limit: int
) -> list[NumberedChange]:
    """At most so many changes behind that id and moment, the oldest first. A moment without a zone is UTC's."""
    query = select(*(changes.c[name] for name in NumberedChange._fields)).where(changes.c.id > after)
    if since is not None:
        query = query.where(changes.c.changed_at > (since if since.tzinfo else since.replace(tzinfo=datetime.UTC)))
    return [NumberedChange(*row) for row in connection.execute(query.order_by(changes.c.id).limit(limit))]


def find_successor(connection: Connection, release_id: str) -> str | None:
    """The id of the release that took the place of that one; None where none did."""
    found = None
    for _ in range(FOLLOWED):
        query = select(releases.c.merged_into).where(releases.c.id == clean_text(found or release_id))
        following = connection.scalar(query)
        if following is None:
            break
        found = following
    return found
