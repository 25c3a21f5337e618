"""Sites, links with stance, timelines, judgements, vendors, references, the change log and search."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("site", columns.CleanText(), nullable=False),
        sa.Column("url", columns.CleanText(), nullable=False),
        sa.Column("first_seen", columns.Moment(timezone=True), nullable=False),
        sa.Column("last_fetched", columns.Moment(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("etag", columns.CleanText(), nullable=False),
        sa.Column("last_modified", columns.CleanText(), nullable=False),
        sa.Column("modified", columns.CleanText(), nullable=False),
        sa.Column("digest", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_site"), "addresses", ["site"], postgresql_using="hash")
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("changed_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("release_id", columns.CleanText(), nullable=False),
        sa.Column("field", columns.CleanText(), nullable=False),
        sa.Column("before", columns.CleanText(), nullable=True),
        sa.Column("after", columns.CleanText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_changes_release_id"), ["release_id"], unique=False)

    op.create_table(
        "judgements",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("kind", columns.CleanText(), nullable=False),
        sa.Column("subject", columns.JsonText(), nullable=False),
        sa.Column("other", columns.JsonText(), nullable=True),
        sa.Column("field", columns.CleanText(), nullable=True),
        sa.Column("value", columns.CleanText(), nullable=True),
        sa.Column("author", columns.CleanText(), nullable=False),
        sa.Column("decided_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("reason", columns.CleanText(), nullable=False),
        sa.Column("undoes", columns.CleanText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    with op.batch_alter_table("judgements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgements_undoes"), ["undoes"], unique=False)

    op.create_table(
        "merge_queue",
        sa.Column("bucket", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_merge_queue")),
    )
    op.create_table(
        "moved_claims",
        sa.Column("release_id", columns.CleanText(), nullable=False),
        sa.Column("claim_id", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "claim_id", name=op.f("pk_moved_claims")),
    )
    op.create_table(
        "reference_entries",
        sa.Column("source", columns.CleanText(), nullable=False),
        sa.Column("name", columns.CleanText(), nullable=False),
        sa.Column("vendor", columns.CleanText(), nullable=True),
        sa.Column("vendor_id", columns.CleanText(), nullable=True),
        sa.Column("model", columns.CleanText(), nullable=False),
        sa.Column("key", columns.CleanText(), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("date_precision", columns.CleanText(), nullable=True),
        sa.Column("date_basis", columns.CleanText(), nullable=True),
        sa.Column("date_raw", columns.CleanText(), nullable=True),
        sa.Column("url", columns.CleanText(), nullable=True),
        sa.Column("imported_at", columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "name", name=op.f("pk_reference_entries")),
    )
    with op.batch_alter_table("reference_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_entries_key"), ["key"], unique=False)

    op.create_table(
        "sites",
        sa.Column("name", columns.CleanText(), nullable=False),
        sa.Column("title", columns.CleanText(), nullable=False),
        sa.Column("language", columns.CleanText(), nullable=False),
        sa.Column("timezone", columns.CleanText(), nullable=False),
        sa.Column("address", columns.CleanText(), nullable=False),
        sa.Column("vendor_id", columns.CleanText(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sites")),
    )
    op.create_table(
        "vendors",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("name", columns.CleanText(), nullable=False),
        sa.Column("en", columns.CleanText(), nullable=False),
        sa.Column("zh", columns.CleanText(), nullable=True),
        sa.Column("type", columns.CleanText(), nullable=False),
        sa.Column("parent_id", columns.CleanText(), nullable=True),
        sa.Column("country", columns.CleanText(), nullable=True),
        sa.Column("country_source", columns.CleanText(), nullable=True),
        sa.Column("city", columns.CleanText(), nullable=True),
        sa.Column("city_source", columns.CleanText(), nullable=True),
        sa.Column("district", columns.CleanText(), nullable=True),
        sa.Column("district_source", columns.CleanText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendors")),
    )
    with op.batch_alter_table("vendors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vendors_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "corrections",
        sa.Column("release_id", columns.CleanText(), nullable=False),
        sa.Column("field", columns.CleanText(), nullable=False),
        sa.Column("said", columns.CleanText(), nullable=True),
        sa.Column("value", columns.CleanText(), nullable=True),
        sa.Column("judgement_id", columns.CleanText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_corrections_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "field", name=op.f("pk_corrections")),
    )
    op.create_table(
        "families",
        sa.Column("name", columns.CleanText(), nullable=False),
        sa.Column("vendor_id", columns.CleanText(), nullable=False),
        sa.Column("track", columns.CleanText(), nullable=False),
        sa.Column("codenames_ok", sa.Boolean(), nullable=False),
        sa.Column("ambiguous", sa.Boolean(), nullable=False),
        sa.Column("product_too", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f("fk_families_vendor_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_families")),
    )
    with op.batch_alter_table("families", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_families_vendor_id"), ["vendor_id"], unique=False)

    op.create_table(
        "release_events",
        sa.Column("release_id", columns.CleanText(), nullable=False),
        sa.Column("event", columns.CleanText(), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("date_precision", columns.CleanText(), nullable=True),
        sa.Column("date_basis", columns.CleanText(), nullable=True),
        sa.Column("date_raw", columns.CleanText(), nullable=True),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_events_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "event", name=op.f("pk_release_events")),
    )
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", columns.CleanText(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("tokens", columns.CleanText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_search_documents_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("article_id", "part", name=op.f("uq_search_documents_article_id_part")),
    )
    op.create_table(
        "vendor_aliases",
        sa.Column("vendor_id", columns.CleanText(), nullable=False),
        sa.Column("alias", columns.CleanText(), nullable=False),
        sa.Column("folded", columns.CleanText(), nullable=False),
        sa.Column("is_weak", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendors.id"], name=op.f("fk_vendor_aliases_vendor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vendor_id", "alias", name=op.f("pk_vendor_aliases")),
    )
    with op.batch_alter_table("vendor_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vendor_aliases_folded"), ["folded"], unique=False)

    op.create_table(
        "family_aliases",
        sa.Column("family", columns.CleanText(), nullable=False),
        sa.Column("alias", columns.CleanText(), nullable=False),
        sa.Column("folded", columns.CleanText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family"], ["families.name"], name=op.f("fk_family_aliases_family"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("family", "alias", name=op.f("pk_family_aliases")),
    )
    with op.batch_alter_table("family_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_aliases_folded"), ["folded"], unique=False)

    op.create_table(
        "release_claims",
        sa.Column("release_id", columns.CleanText(), nullable=False),
        sa.Column("claim_id", columns.CleanText(), nullable=False),
        sa.Column("stance", columns.CleanText(), nullable=False),
        sa.Column("about", columns.CleanText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_release_claims_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_claims_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "claim_id", name=op.f("pk_release_claims")),
    )
    with op.batch_alter_table("release_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_claims_claim_id"), ["claim_id"], unique=False)

    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_of", columns.CleanText(), nullable=True))
        batch_op.add_column(sa.Column("is_current", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.create_index(batch_op.f("ix_articles_copy_of"), ["copy_of"], unique=False)

    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event", columns.CleanText(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("bucket", columns.CleanText(), nullable=True))
        batch_op.create_index(batch_op.f("ix_claims_bucket"), ["bucket"], unique=False)

    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_count", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("confidence", sa.Double(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("state", columns.CleanText(), server_default="current", nullable=False))
        batch_op.add_column(sa.Column("merged_into", columns.CleanText(), nullable=True))
        batch_op.add_column(sa.Column("is_reviewed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("bucket", columns.CleanText(), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_releases_bucket"), ["bucket"], unique=False, postgresql_using="hash")

    op.execute("UPDATE claims SET bucket = key WHERE model IS NOT NULL AND key IS NOT NULL")
    op.execute("UPDATE meta SET value = '2' WHERE name = 'schema'")  # moxun 0.1.0 looks at it, and refuses


def downgrade() -> None:
    op.drop_table("addresses")
    op.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
    op.execute("DELETE FROM meta WHERE name <> 'schema'")
    op.execute("DELETE FROM releases WHERE state <> 'current'")  # 0.1.0 knows no others
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_bucket"), postgresql_using="hash")
        batch_op.drop_column("bucket")
        batch_op.drop_column("is_reviewed")
        batch_op.drop_column("merged_into")
        batch_op.drop_column("state")
        batch_op.drop_column("confidence")
        batch_op.drop_column("source_count")

    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_bucket"))
        batch_op.drop_column("bucket")
        batch_op.drop_column("event")

    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_copy_of"))
        batch_op.drop_column("is_current")
        batch_op.drop_column("copy_of")

    with op.batch_alter_table("release_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_claims_claim_id"))

    op.drop_table("release_claims")
    with op.batch_alter_table("family_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_aliases_folded"))

    op.drop_table("family_aliases")
    with op.batch_alter_table("vendor_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vendor_aliases_folded"))

    op.drop_table("vendor_aliases")
    op.drop_table("search_documents")
    op.drop_table("release_events")
    with op.batch_alter_table("families", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_families_vendor_id"))

    op.drop_table("families")
    op.drop_table("corrections")
    with op.batch_alter_table("vendors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vendors_parent_id"))

    op.drop_table("vendors")
    op.drop_table("sites")
    with op.batch_alter_table("reference_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reference_entries_key"))

    op.drop_table("reference_entries")
    op.drop_table("moved_claims")
    op.drop_table("merge_queue")
    with op.batch_alter_table("judgements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_judgements_undoes"))

    op.drop_table("judgements")
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changes_release_id"))
        batch_op.drop_index(batch_op.f("ix_changes_changed_at"))

    op.drop_table("changes")
