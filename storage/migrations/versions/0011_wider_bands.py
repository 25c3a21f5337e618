"""Simhashes have five bands, where they had eight: fewer strangers have one in common (extract.simhash).

New documents are added to SQLite's full-text index by whoever writes them, not by a trigger: it flushed the index after
each. The trigger goes with all that storage.derived makes.
"""

from itertools import islice, pairwise

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BITS = 64
TOGETHER = 1000  # articles
BANDS = sa.table("simhash_bands", *(sa.column(name) for name in ("band", "day", "article_id", "simhash")))


def upgrade() -> None:
    _cut([place * BITS // 5 for place in range(6)])


def downgrade() -> None:
    _cut([place * BITS // 8 for place in range(9)])


def _cut(cuts: list[int]) -> None:
    """Make each simhash's bands those between these bits."""
    connection = op.get_bind()
    hashes = sa.select(BANDS.c.article_id, BANDS.c.day, BANDS.c.simhash).distinct()
    found = iter(connection.execute(hashes).all())
    connection.execute(sa.delete(BANDS))
    while some := list(islice(found, TOGETHER)):
        rows = [
            {"band": band, "day": row.day, "article_id": row.article_id, "simhash": row.simhash}
            for row in some
            for band in _bands(row.simhash, cuts)
        ]
        connection.execute(sa.insert(BANDS), rows)


def _bands(simhash: int, cuts: list[int]) -> list[int]:
    widest = max(end - start for start, end in pairwise(cuts))
    return [
        place << widest | simhash >> start & (1 << end - start) - 1 for place, (start, end) in enumerate(pairwise(cuts))
    ]
