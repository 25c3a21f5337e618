"""The tables of the crawler: what is known of each address, and when each site is due."""

from sqlalchemy import Column, Integer, Table

from storage.columns import Moment, lookup_index, metadata, text

addresses = Table(
    "addresses",
    metadata,
    text("id", key=True),
    text("site"),
    text("url"),
    Column("first_seen", Moment, nullable=False),  # when the site first listed it
    Column("last_fetched", Moment),  # when it was last answered, a 304 included; NULL where never
    Column("status", Integer),  # of that answer
    text("etag"),
    text("last_modified"),
    text("modified"),
    text("digest"),  # of the newest capture; "" where there is none
    lookup_index("site"),
)

due = Table(
    "due",
    metadata,
    text("site", key=True),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),  # NULL where nobody crawls it; in the past, where whoever did has died
    text("owner"),
    Column("fails", Integer, nullable=False),  # runs one after the other that came to nothing
    Column("started", Moment),
    Column("finished", Moment),
)
