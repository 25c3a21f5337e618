"""`python -m storage.migrations "what it does"`: write the next revision, of what storage.schema has more."""

import sys
import tempfile

from alembic import command

from storage.database import open_database
from storage.migrating import alembic_config, head, migrate

with (
    tempfile.TemporaryDirectory() as folder,
    open_database(f"sqlite:///{folder}/moxun.db") as database,
    database.migrate() as connection,
):
    migrate(connection, "0001")  # the tables as the revisions make them, and not as the schema says
    command.upgrade(alembic_config(connection), head())
    command.revision(alembic_config(connection), sys.argv[1], autogenerate=True, rev_id=f"{int(head()) + 1:04}")
