"""What releases are asked for by: their family, its track, and the sites that tell of them."""

import sqlalchemy as sa
from alembic import op

from extract.facts import facts_of
from storage import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("family", columns.CleanText(), nullable=True))
        batch_op.add_column(sa.Column("track", columns.CleanText(), nullable=True))
        batch_op.add_column(sa.Column("sites", columns.CleanText(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_releases_first_seen"), ["first_seen"], unique=False)
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_vendor_id_release_id"), ["vendor_id", "release_id"], unique=False)
    _fill(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_vendor_id_release_id"))
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_first_seen"))
        batch_op.drop_column("sites")
        batch_op.drop_column("track")
        batch_op.drop_column("family")


def _fill(connection: sa.Connection) -> None:
    """As the next merge would."""
    rows = connection.execute(sa.text("SELECT id, vendor_id, model FROM releases")).all()
    known = [{"release": row.id, "family": facts.family, "track": facts.track} for row in rows
             if (facts := facts_of(row.vendor_id, row.model)).family]  # fmt: skip
    if known:
        statement = "UPDATE releases SET family = :family, track = :track WHERE id = :release"
        connection.execute(sa.text(statement), known)
    told = connection.execute(
        sa.text(
            "SELECT DISTINCT c.release_id, a.site FROM claims c JOIN articles a ON a.id = c.article_id"
            " WHERE c.release_id IS NOT NULL AND a.site <> '' ORDER BY c.release_id, a.site"
        )
    ).all()
    sites: dict[str, list[str]] = {}
    for row in told:
        sites.setdefault(row.release_id, []).append(row.site)
    if sites:
        filled = [{"release": each, "sites": f" {' '.join(names)} "} for each, names in sites.items()]
        connection.execute(sa.text("UPDATE releases SET sites = :sites WHERE id = :release"), filled)
