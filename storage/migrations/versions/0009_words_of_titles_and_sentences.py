"""Titles and the sentences of claims are indexed apart; from a sentence to its releases and back by indexes alone.

The articles themselves are indexed anew once the tables are there: storage.migrating does so for all without a title.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OLD = (["article_id"], ["release_id"])
NEW = (["article_id", "evidence_start", "release_id"], ["release_id", "article_id", "evidence_start"])


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)
    op.execute("DELETE FROM search_documents WHERE part < 0")


def _replace(old: tuple[list[str], ...], new: tuple[list[str], ...]) -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        for columns in old:
            batch_op.drop_index(batch_op.f(f"ix_claims_{'_'.join(columns)}"))
        for columns in new:
            batch_op.create_index(batch_op.f(f"ix_claims_{'_'.join(columns)}"), columns, unique=False)
