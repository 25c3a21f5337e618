"""What SQLite knows of its own tables. Without it, it takes indexes that cost ten times as much (bench/README.md)."""

from sqlalchemy import Connection

SMALL = 2_000  # claims, below which any plan will do
GROWN = 1.5  # times as many claims as when they were last counted


def refresh_statistics(connection: Connection, *, is_migrated: bool = False) -> bool:
    """Count anew where the tables have grown by half since they were last counted, or are others; whether it was done.

    So it costs each claim the same in the end, 3 µs. PostgreSQL does it by itself.
    """
    if connection.dialect.name != "sqlite":
        return False
    count = connection.exec_driver_sql("SELECT max(rowid) FROM claims").scalar() or 0
    if count < SMALL or (count < GROWN * _counted(connection) and not is_migrated):
        return False
    connection.exec_driver_sql("ANALYZE")
    return True


def _counted(connection: Connection) -> int:
    """How many claims there were when they were counted."""
    there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").first()
    query = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'claims' AND idx = 'sqlite_autoindex_claims_1'"
    row = connection.exec_driver_sql(query).first() if there else None
    return int(row[0].split()[0]) if row else 0
