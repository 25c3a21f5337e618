"""What is browsed by: articles by site and day, releases counted by vendor."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_site"), ["site"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_published_start_id"), ["published_start", "id"], unique=False)
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_date_start"))
        batch_op.create_index(batch_op.f("ix_releases_date_start_date_end"), ["date_start", "date_end"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_releases_vendor_id_state_vendor_date_start_date_end"),
            ["vendor_id", "state", "vendor", "date_start", "date_end"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_vendor_id_state_vendor_date_start_date_end"))
        batch_op.drop_index(batch_op.f("ix_releases_date_start_date_end"))
        batch_op.create_index(batch_op.f("ix_releases_date_start"), ["date_start"], unique=False)
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_published_start_id"))
        batch_op.drop_index(batch_op.f("ix_articles_site"))
