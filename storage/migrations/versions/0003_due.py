"""When each site is due, and who is crawling it."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due",
        sa.Column("site", columns.CleanText(), nullable=False),
        sa.Column("next_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("lease_until", columns.Moment(timezone=True), nullable=True),
        sa.Column("owner", columns.CleanText(), nullable=False),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("started", columns.Moment(timezone=True), nullable=True),
        sa.Column("finished", columns.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_due")),
    )


def downgrade() -> None:
    op.drop_table("due")
