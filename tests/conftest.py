"""Every test of the database runs on SQLite and on PostgreSQL: TEST_DATABASE_URL, or a server of the tests' own."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from storage.columns import metadata
from storage.database import Database, open_database

# What crawls, demos and workers are forked from has imported all that is heavy and read the dictionaries: they start at
# once. One server serves a process for its life, and whoever needs one first says what it imports: so it is said here.
PRELOADED = [
    "scrapy.crawler",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.extensions.remote_control",
    "crawler.spiders.qbitai",
    "pipelines.archiving",
    "pipelines.crawlprocess",
    "interface.demo",
    "pipelines.warming",
]
FORKING = {"crawler", "interface", "pipelines", "storage"}  # folders of such tests


@pytest.fixture(scope="session", autouse=True)
def _forked(request: pytest.FixtureRequest) -> None:
    if any(not FORKING.isdisjoint(item.path.parts) for item in request.session.items):
        forkserver.set_forkserver_preload(PRELOADED)
        forkserver.ensure_running()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'moxun.sqlite'}"
        return
    server = make_url(request.getfixturevalue("postgresql_url")).set(drivername="postgresql+psycopg")
    schema = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        own = server.set(drivername="postgresql").update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with open_database(database_url) as database:
        yield database


@pytest.fixture
def written() -> Callable[[Connection], object]:
    """What changes whenever a row is written, even with the values that it had."""

    def read(connection: Connection) -> object:
        if connection.dialect.name == "sqlite":
            return connection.exec_driver_sql("SELECT total_changes()").scalar_one()
        places = [f"SELECT '{name}', ctid::text, xmin::text FROM {name}" for name in metadata.tables]
        return sorted(map(tuple, connection.exec_driver_sql(" UNION ALL ".join(places))))

    return read


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A server that is there, or one on a socket in a folder of its own: up in a second, gone afterwards."""
    pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg")
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # Debian keeps them off the PATH
    programs = os.pathsep.join([os.environ.get("PATH", ""), *map(str, places)])
    initdb, pg_ctl = shutil.which("initdb", path=programs), shutil.which("pg_ctl", path=programs)
    if not (initdb and pg_ctl):
        pytest.skip("no PostgreSQL: set TEST_DATABASE_URL, or install postgresql")
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    with tempfile.TemporaryDirectory(prefix="moxun-pg-") as folder:
        if user:
            shutil.chown(folder, user)
        data, options = f"{folder}/data", f"-c fsync=off -c listen_addresses='' -c unix_socket_directories={folder}"
        make = [initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        start = [pg_ctl, "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start"]
        for command in (make, start):
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        yield f"postgresql://postgres@/postgres?host={folder}"
        stop = [pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"]
        subprocess.run(stop, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
