"""Simhashes of articles, and their bands, by which copies are found."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("simhash", sa.BigInteger(), nullable=True))
    op.create_table(
        "simhash_bands",
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("article_id", columns.CleanText(), nullable=False),
        sa.Column("simhash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_simhash_bands_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("band", "day", "article_id", name=op.f("pk_simhash_bands")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("simhash_bands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_simhash_bands_article_id"), ["article_id"], unique=False)


def downgrade() -> None:
    op.drop_table("simhash_bands")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_column("simhash")
