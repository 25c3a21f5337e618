"""Bring a database to the schema of this version, or back to an older one. Alembic is imported only where it must work.

Revisions are numbered: 0001, 0002, …; the file with the highest number is what this version of moxun reads.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.schema import SchemaItem

from storage import crawlstate, schema_known  # noqa: F401 their tables are part of the metadata
from storage.columns import metadata
from storage.derived import create_derived, drop_derived
from storage.schema import meta
from storage.statistics import refresh_statistics

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
FIRST = "0001"  # before it, there were no numbers
VERSIONS = "alembic_version"
_BY_DATABASE = ("search_index", "ix_search_documents_tokens", "scan_of_")  # what Alembic cannot compare


class NewerSchemaError(LookupError):
    """The tables are of a later moxun's."""


class ForeignTablesError(LookupError):
    """The tables are another program's."""


@cache
def head() -> str:
    """The newest revision's number."""
    return max(path.name[: len(FIRST)] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def load_revision(connection: Connection) -> str | None:
    """The revision that the tables have; None where there is no table at all.

    ForeignTablesError or NewerSchemaError where they are not what this version can read.
    """
    found = inspect(connection)
    tables = set(found.get_table_names())
    if not tables:
        return None
    own = set(meta.columns.keys())
    if meta.name not in tables or {column["name"] for column in found.get_columns(meta.name)} != own:
        raise ForeignTablesError
    if connection.scalar(select(meta.c.value).where(meta.c.name == "schema")) is None:
        raise ForeignTablesError
    if VERSIONS not in tables:
        return FIRST
    revision = connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").scalar_one()
    if revision > head():
        raise NewerSchemaError(revision)
    return str(revision)


def create_tables(connection: Connection) -> None:
    """Everything as the newest revision has it, in an empty database."""
    metadata.create_all(connection)
    create_derived(connection)
    connection.execute(meta.insert(), [{"name": "schema", "value": "2"}])  # what moxun 0.1.0 looks at, and refuses
    connection.exec_driver_sql(f"CREATE TABLE {VERSIONS} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql(f"INSERT INTO {VERSIONS} VALUES ('{head()}')")


def migrate(connection: Connection, revision: str | None = None) -> None:
    """Bring tables that are there up or down to a revision, the newest by default, in the connection's transaction."""
    from alembic import command  # noqa: PLC0415 takes a quarter of a second to import

    wanted, found = revision or head(), load_revision(connection)
    config = alembic_config(connection)
    drop_derived(connection)
    if VERSIONS not in inspect(connection).get_table_names():
        command.stamp(config, FIRST)
    (command.upgrade if wanted >= (found or "") else command.downgrade)(config, wanted)
    if wanted == head():
        create_derived(connection)
        _index_missing(connection)
        refresh_statistics(connection, is_migrated=True)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"migration {wanted} leaves rows that refer to nothing: {broken[:3]}")


def _index_missing(connection: Connection) -> None:
    """What is indexed of an article has grown in time."""
    from storage.documents import index_missing  # noqa: PLC0415 it needs storage.database, which needs this module

    index_missing(connection)


def alembic_config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, for a connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def _is_ours(item: SchemaItem, name: str | None, kind: str, *_: object) -> bool:
    """Whether Alembic is to compare it."""
    owner = item.name if isinstance(item, SqlTable) else None
    return not any((each or "").startswith(_BY_DATABASE) for each in (name, owner))


OPTIONS: dict[str, Any] = {
    "target_metadata": metadata,
    "render_as_batch": True,
    "include_object": _is_ours,
    "compare_type": True,
    "user_module_prefix": "columns.",
}
