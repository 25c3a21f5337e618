"""Where the archive and the database are, unless the user says otherwise: the same for moxun and for scrapy."""

from pathlib import Path
from typing import NamedTuple


class Places(NamedTuple):
    """Where one run keeps and finds everything."""

    archive: Path
    database: str  # an SQLAlchemy URL


def find_places(archive: Path | None, database: str | None) -> Places:
    """What the user named, else MOXUN_ARCHIVE and MOXUN_DATABASE, else the platform's folder for data."""
    from crawler.settings import ARCHIVE_FOLDER, DATABASE_URL  # noqa: PLC0415 `moxun --help` does not need them

    return Places(archive or Path(ARCHIVE_FOLDER), read_database(database or DATABASE_URL))


def read_database(name: str) -> str:
    """The URL of a database: a plain file name means SQLite."""
    return name if "://" in name else f"sqlite:///{name}"
