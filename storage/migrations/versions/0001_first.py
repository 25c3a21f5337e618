"""The tables of moxun 0.1.0."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("url", columns.CleanText(), nullable=False),
        sa.Column("digest", columns.CleanText(), nullable=False),
        sa.Column("site", columns.CleanText(), nullable=False),
        sa.Column("language", columns.CleanText(), nullable=False),
        sa.Column("title", columns.CleanText(), nullable=False),
        sa.Column("published_start", sa.Date(), nullable=True),
        sa.Column("published_end", sa.Date(), nullable=True),
        sa.Column("published_precision", columns.CleanText(), nullable=True),
        sa.Column("published_basis", columns.CleanText(), nullable=True),
        sa.Column("published_raw", columns.CleanText(), nullable=True),
        sa.Column("cleaner", columns.CleanText(), nullable=False),
        sa.Column("text", columns.CleanText(), nullable=False),
        sa.Column("rules", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_url"), "articles", ["url"], unique=False, postgresql_using="hash")
    op.create_table(
        "captures",
        sa.Column("file", columns.CleanText(), nullable=False),
        sa.Column("offset", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("url", columns.CleanText(), nullable=False),
        sa.Column("site", columns.CleanText(), nullable=False),
        sa.Column("fetched_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("mime", columns.CleanText(), nullable=False),
        sa.Column("digest", columns.CleanText(), nullable=False),
        sa.Column("etag", columns.CleanText(), nullable=False),
        sa.Column("last_modified", columns.CleanText(), nullable=False),
        sa.Column("modified", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("file", "offset", name=op.f("pk_captures")),
    )
    op.create_index(op.f("ix_captures_site"), "captures", ["site"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_captures_url"), "captures", ["url"], unique=False, postgresql_using="hash")
    op.create_table(
        "meta",
        sa.Column("name", columns.CleanText(), nullable=False),
        sa.Column("value", columns.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "releases",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("vendor", columns.CleanText(), nullable=True),
        sa.Column("vendor_id", columns.CleanText(), nullable=True),
        sa.Column("model", columns.CleanText(), nullable=False),
        sa.Column("key", columns.CleanText(), nullable=False),
        sa.Column("folded", columns.CleanText(), nullable=False),
        sa.Column("kind", columns.CleanText(), nullable=False),
        sa.Column("status", columns.CleanText(), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("date_precision", columns.CleanText(), nullable=True),
        sa.Column("date_basis", columns.CleanText(), nullable=True),
        sa.Column("date_raw", columns.CleanText(), nullable=True),
        sa.Column("conflicts", columns.JsonText(), nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_date_start"), "releases", ["date_start"], unique=False)
    op.create_index(op.f("ix_releases_key"), "releases", ["key"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_releases_vendor_id"), "releases", ["vendor_id"], unique=False, postgresql_using="hash")
    op.create_table(
        "runs",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("kind", columns.CleanText(), nullable=False),
        sa.Column("site", columns.CleanText(), nullable=False),
        sa.Column("started", columns.Moment(timezone=True), nullable=False),
        sa.Column("finished", columns.Moment(timezone=True), nullable=True),
        sa.Column("outcome", columns.CleanText(), nullable=False),
        sa.Column("counts", columns.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_site_started"), "runs", ["site", "started"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("article_id", columns.CleanText(), nullable=False),
        sa.Column("release_id", columns.CleanText(), nullable=True),
        sa.Column("vendor", columns.CleanText(), nullable=True),
        sa.Column("vendor_id", columns.CleanText(), nullable=True),
        sa.Column("model", columns.CleanText(), nullable=True),
        sa.Column("key", columns.CleanText(), nullable=True),
        sa.Column("kind", columns.CleanText(), nullable=False),
        sa.Column("status", columns.CleanText(), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("date_precision", columns.CleanText(), nullable=True),
        sa.Column("date_basis", columns.CleanText(), nullable=True),
        sa.Column("date_raw", columns.CleanText(), nullable=True),
        sa.Column("evidence", columns.CleanText(), nullable=False),
        sa.Column("evidence_start", sa.Integer(), nullable=True),
        sa.Column("evidence_end", sa.Integer(), nullable=True),
        sa.Column("model_start", sa.Integer(), nullable=True),
        sa.Column("model_end", sa.Integer(), nullable=True),
        sa.Column("vendor_start", sa.Integer(), nullable=True),
        sa.Column("vendor_end", sa.Integer(), nullable=True),
        sa.Column("date_span_start", sa.Integer(), nullable=True),
        sa.Column("date_span_end", sa.Integer(), nullable=True),
        sa.Column("trigger_start", sa.Integer(), nullable=True),
        sa.Column("trigger_end", sa.Integer(), nullable=True),
        sa.Column("rule", columns.CleanText(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("terms", columns.JsonText(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_claims_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_claims_release_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_article_id"), "claims", ["article_id"], unique=False)
    op.create_index(op.f("ix_claims_release_id"), "claims", ["release_id"], unique=False)
    op.create_table(
        "problems",
        sa.Column("id", columns.CleanText(), nullable=False),
        sa.Column("article_id", columns.CleanText(), nullable=True),
        sa.Column("stage", columns.CleanText(), nullable=False),
        sa.Column("code", columns.CleanText(), nullable=False),
        sa.Column("value", columns.CleanText(), nullable=False),
        sa.Column("where", columns.CleanText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_problems_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    op.create_index(op.f("ix_problems_article_id"), "problems", ["article_id"], unique=False)
    op.create_index(op.f("ix_problems_stage_code"), "problems", ["stage", "code"], unique=False)

    op.execute("INSERT INTO meta (name, value) VALUES ('schema', '1')")


def downgrade() -> None:
    op.drop_index(op.f("ix_problems_stage_code"), table_name="problems")
    op.drop_index(op.f("ix_problems_article_id"), table_name="problems")
    op.drop_table("problems")
    op.drop_index(op.f("ix_claims_release_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_article_id"), table_name="claims")
    op.drop_table("claims")
    op.drop_index(op.f("ix_runs_site_started"), table_name="runs")
    op.drop_table("runs")
    op.drop_index(op.f("ix_releases_vendor_id"), table_name="releases", postgresql_using="hash")
    op.drop_index(op.f("ix_releases_key"), table_name="releases", postgresql_using="hash")
    op.drop_index(op.f("ix_releases_date_start"), table_name="releases")
    op.drop_table("releases")
    op.drop_table("meta")
    op.drop_index(op.f("ix_captures_url"), table_name="captures", postgresql_using="hash")
    op.drop_index(op.f("ix_captures_site"), table_name="captures", postgresql_using="hash")
    op.drop_table("captures")
    op.drop_index(op.f("ix_articles_url"), table_name="articles", postgresql_using="hash")
    op.drop_table("articles")
