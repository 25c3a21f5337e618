"""Revisions of the tables, applied by Alembic (docs/data-model.md says how to add one)."""
