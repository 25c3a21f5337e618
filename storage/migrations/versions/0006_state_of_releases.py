"""To count the current releases without reading them."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_releases_state"), "releases", ["state"])


def downgrade() -> None:
    op.drop_index(op.f("ix_releases_state"), table_name="releases")
