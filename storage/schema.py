"""The tables. Their names and columns are public: people query them with their own tools (docs/data-model.md).

Every row is named by what it holds, so a rebuilt database has the same rows. A change here needs a migration.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy import text as sql

from storage.columns import CleanText, JsonText, Moment, belongs, dates, day, lookup_index, metadata, spans, text

meta = Table("meta", metadata, text("name", key=True), text("value"))

captures = Table(
    "captures",
    metadata,
    text("file", key=True),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("length", BigInteger, nullable=False),
    text("url"),
    text("site"),
    Column("fetched_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    text("mime"),
    text("digest"),
    text("etag"),
    text("last_modified"),
    text("modified"),
    lookup_index("url"),
    lookup_index("site"),
)

revisits = Table(  # the same payload as an earlier capture's, at the same address
    "revisits",
    metadata,
    text("file", key=True),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("length", BigInteger, nullable=False),
    text("url"),
    text("site"),
    Column("fetched_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    text("mime"),
    text("digest"),
    lookup_index("url"),
)

articles = Table(
    "articles",
    metadata,
    text("id", key=True),
    text("url"),
    text("digest"),
    text("site"),
    text("language"),
    text("title"),
    *dates("published"),
    text("cleaner"),  # "" where the page was read and holds no article
    text("text"),
    Column("layout", JsonText, nullable=False, server_default="{}"),  # its blocks, its emphasis, the words of its day
    Column("cleaning", CleanText, nullable=False, server_default=""),  # the fingerprint of what made its text
    text("rules"),  # the fingerprint of the rules that read it
    Column("reading", CleanText, nullable=False, server_default=""),  # the digest of all that was read from it
    Column("copy_of", CleanText),  # the id of the article that this one repeats
    Column("simhash", BigInteger),  # extract.simhash; NULL where its text is too short
    Column("is_current", Boolean, nullable=False, server_default=true()),  # of all versions of its address, the newest
    lookup_index("url"),
    Index(None, "copy_of"),
    Index(None, "site"),
    Index(None, "published_start", "id"),
)

simhash_bands = Table(  # by which articles with nearly the same text are found
    "simhash_bands",
    metadata,
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),  # it was published, or else first fetched
    belongs("article_id", "articles.id", key=True),
    Column("simhash", BigInteger, nullable=False),
    Index(None, "article_id"),
    sqlite_with_rowid=False,
)

releases = Table(
    "releases",
    metadata,
    text("id", key=True),
    Column("vendor", CleanText),
    Column("vendor_id", CleanText),
    text("model"),
    text("key"),
    text("folded"),  # the model's name as it is searched for
    text("kind"),
    text("status"),
    *dates("date"),
    Column("conflicts", JsonText, nullable=False),
    Column("claim_count", Integer, nullable=False),
    Column("source_count", Integer, nullable=False, server_default=sql("0")),  # independent of each other
    Column("confidence", Double, nullable=False, server_default=sql("0")),
    day("first_seen"),
    day("last_seen"),
    Column("state", CleanText, nullable=False, server_default="current"),  # or merged, vanished, rejected
    Column("merged_into", CleanText),  # the id that took its place, where it is merged
    Column("is_reviewed", Boolean, nullable=False, server_default=false()),
    Column("bucket", CleanText, nullable=False, server_default=""),
    Column("family", CleanText),  # of which the model is, where it is a known one
    Column("track", CleanText),  # what the family is for
    Column("sites", CleanText, nullable=False, server_default=""),  # that tell of it, with a blank before and after
    lookup_index("vendor_id"),
    lookup_index("key"),
    lookup_index("bucket"),
    Index(None, "date_start", "date_end"),
    Index(None, "first_seen"),
    Index(None, "state"),
    Index(None, "vendor_id", "state", "vendor", "date_start", "date_end"),  # all that counting by vendor looks at
)

claims = Table(
    "claims",
    metadata,
    text("id", key=True),
    Column("article_id", CleanText, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("release_id", CleanText, ForeignKey("releases.id", ondelete="SET NULL")),
    Column("vendor", CleanText),
    Column("vendor_id", CleanText),
    Column("model", CleanText),
    Column("key", CleanText),
    text("kind"),
    text("status"),
    Column("event", CleanText, nullable=False, server_default=""),  # what happened: released, opened, announced, …
    Column("bucket", CleanText),  # what is merged together; NULL where no model is named
    *dates("date"),
    text("evidence"),  # articles.text[evidence_start:evidence_end]
    *spans("evidence", "model", "vendor", "date_span", "trigger"),
    text("rule"),
    Column("score", Double, nullable=False),
    Column("terms", JsonText, nullable=False),
    Index(None, "article_id", "evidence_start", "release_id"),  # from a sentence to its releases
    Index(None, "release_id", "article_id", "evidence_start"),  # and back
    Index(None, "vendor_id", "release_id"),
    Index(None, "bucket"),
)

release_claims = Table(
    "release_claims",
    metadata,
    belongs("release_id", "releases.id", key=True),
    belongs("claim_id", "claims.id", key=True),
    text("stance"),  # supports, conflicts or background
    text("about"),  # the fields that it contradicts, with blanks between
    Index(None, "claim_id"),
)

release_events = Table(
    "release_events",
    metadata,
    belongs("release_id", "releases.id", key=True),
    text("event", key=True),
    *dates("date"),
    Column("claim_count", Integer, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    text("id", key=True),
    text("kind"),  # accept, reject, same, different, set, alias or undo
    Column("subject", JsonText, nullable=False),  # what it is about, as it was called when it was judged
    Column("other", JsonText),
    Column("field", CleanText),
    Column("value", CleanText),
    text("author"),
    Column("decided_at", Moment, nullable=False),
    text("reason"),
    Column("undoes", CleanText),  # the id of a judgement that holds no longer
    Index(None, "undoes"),
)

corrections = Table(
    "corrections",
    metadata,
    belongs("release_id", "releases.id", key=True),
    text("field", key=True),
    Column("said", CleanText),  # what the claims say
    Column("value", CleanText),  # what a person says
    text("judgement_id"),
)

changes = Table(  # only ever added to
    "changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("changed_at", Moment, nullable=False),
    text("release_id"),
    text("field"),
    Column("before", CleanText),
    Column("after", CleanText),
    Index(None, "release_id"),
    Index(None, "changed_at"),
)

search_documents = Table(
    "search_documents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    belongs("article_id", "articles.id"),
    Column("part", Integer, nullable=False),  # long articles are indexed in parts
    Column("start", Integer, nullable=False),  # in articles.text, in code points
    text("tokens"),
    UniqueConstraint("article_id", "part"),
)

merge_queue = Table("merge_queue", metadata, text("bucket", key=True))  # what has changed since it was merged

moved_claims = Table(  # until the next merge: claims that were read in the place of a release's claims
    "moved_claims",
    metadata,
    text("release_id", key=True),
    text("claim_id", key=True),
)

problems = Table(
    "problems",
    metadata,
    text("id", key=True),
    Column("article_id", CleanText, ForeignKey("articles.id", ondelete="CASCADE")),  # NULL where none was being read
    text("stage"),
    text("code"),
    text("value"),
    text("where"),
    Index(None, "article_id"),
    Index(None, "stage", "code"),
)

runs = Table(
    "runs",
    metadata,
    text("id", key=True),
    text("kind"),
    text("site"),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),  # NULL while it runs, or where it died
    text("outcome"),
    Column("counts", JsonText, nullable=False),
    Index(None, "site", "started"),
)
