"""The tables of the crawler: what is known of each address, and when each site is due."""

from sqlalchemy import Column, Integer, Table

from storage.schema import Moment, _index, _text, metadata

addresses = Table(
    "addresses",
    metadata,
    _text("id", key=True),
    _text("site"),
    _text("url"),
    Column("first_seen", Moment, nullable=False),  # when the site first listed it
    Column("last_fetched", Moment),  # when it was last answered, a 304 included; NULL where never
    Column("status", Integer),  # of that answer
    _text("etag"),
    _text("last_modified"),
    _text("modified"),
    _text("digest"),  # of the newest capture; "" where there is none
    _index("site"),
)
