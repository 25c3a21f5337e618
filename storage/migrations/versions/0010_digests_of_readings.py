"""The digest of what was read from an article: whether a later reading says the same is seen by it."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reading", columns.CleanText(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_column("reading")
