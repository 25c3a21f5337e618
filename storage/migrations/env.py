"""Alembic's way in: it works on the connection that storage.migrating gives it, inside that one's transaction."""

from alembic import context

from storage.migrating import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
with context.begin_transaction():
    context.run_migrations()
