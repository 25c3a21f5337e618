"""SQLite is told how large its tables are when they have grown, and not for every page that is kept."""

from sqlalchemy import Connection

from storage.database import Database
from storage.migrating import migrate
from storage.releases import rebuild_releases
from storage.schema import articles, claims
from storage.statistics import GROWN, SMALL, refresh_statistics

ARTICLE = {
    "id": "a", "url": "https://news.example/1", "digest": "sha1:A", "site": "example", "language": "zh", "title": "",
    "cleaner": "plain", "text": "", "rules": "",
}  # fmt: skip


def add(connection: Connection, first: int, last: int) -> None:
    rows = [
        {
            "id": f"c{number:06}", "article_id": "a", "kind": "model", "status": "released", "evidence": "x",
            "evidence_start": 0, "evidence_end": 1, "rule": "r", "score": 0.1, "terms": [],
        }
        for number in range(first, last)
    ]  # fmt: skip
    connection.execute(claims.insert(), rows)


def test_they_are_counted_where_they_have_grown_by_half(database: Database) -> None:
    with database.write() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        connection.execute(articles.insert(), [ARTICLE])
        add(connection, 0, SMALL - 1)
        assert refresh_statistics(connection) is False  # too few to matter
        add(connection, SMALL - 1, SMALL)
        assert refresh_statistics(connection) is is_sqlite
        assert refresh_statistics(connection) is False  # nothing new
        add(connection, SMALL, int(SMALL * GROWN) - 1)
        assert refresh_statistics(connection) is False
        add(connection, int(SMALL * GROWN) - 1, int(SMALL * GROWN))
        rebuild_releases(connection)
        assert refresh_statistics(connection) is False  # the merging has done it
        if is_sqlite:
            query = "SELECT stat FROM sqlite_stat1 WHERE idx = 'sqlite_autoindex_claims_1'"
            assert connection.exec_driver_sql(query).scalar_one().split()[0] == str(int(SMALL * GROWN))


def test_they_are_counted_after_a_migration(database: Database) -> None:
    with database.write() as connection:
        if connection.dialect.name != "sqlite":
            return  # PostgreSQL does it by itself
        connection.execute(articles.insert(), [ARTICLE])
        add(connection, 0, SMALL)
        refresh_statistics(connection)
    with database.migrate() as connection:
        migrate(connection, "0008")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE idx LIKE 'ix_%'")
        migrate(connection)
        told = connection.exec_driver_sql("SELECT count(*) FROM sqlite_stat1 WHERE idx LIKE 'ix_claims%'").scalar_one()
    assert told
