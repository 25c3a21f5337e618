"""Revisits; and with each article what is needed to read it again without its page."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revisits",
        sa.Column("file", columns.CleanText(), nullable=False),
        sa.Column("offset", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("url", columns.CleanText(), nullable=False),
        sa.Column("site", columns.CleanText(), nullable=False),
        sa.Column("fetched_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("mime", columns.CleanText(), nullable=False),
        sa.Column("digest", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("file", "offset", name=op.f("pk_revisits")),
    )
    op.create_index(op.f("ix_revisits_url"), "revisits", ["url"], postgresql_using="hash")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("layout", columns.JsonText(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("cleaning", columns.CleanText(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_column("cleaning")
        batch_op.drop_column("layout")
    op.drop_table("revisits")
