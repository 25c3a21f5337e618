"""What the database makes of the tables by itself: views, the full-text index, and the lock on the change log.

None of it holds anything of its own, so migrations drop all of it first and make it anew at the end.
"""

from sqlalchemy import Connection

VIEWS = ("release_view", "evidence_view")

RELEASE_VIEW = """
CREATE VIEW release_view AS
SELECT r.id, r.vendor, v.en AS vendor_en, p.name AS parent, v.country, v.city, v.district, r.model, r.kind, r.status,
       r.date_start, r.date_end, r.date_precision, r.date_basis, r.confidence, r.source_count, r.claim_count,
       r.conflicts, r.is_reviewed, r.first_seen, r.last_seen
FROM releases r LEFT JOIN vendors v ON v.id = r.vendor_id LEFT JOIN vendors p ON p.id = v.parent_id
WHERE r.state = 'current'
"""

EVIDENCE_VIEW = """
CREATE VIEW evidence_view AS
SELECT r.id AS release_id, r.vendor, r.model, l.stance, l.about, c.evidence, a.title, a.url, a.site, a.language,
       a.published_start AS published, a.copy_of, c.status, c.event, c.date_start, c.date_end, c.date_basis, c.rule,
       c.score, c.id AS claim_id, k.file, k."offset", k.fetched_at
FROM release_claims l JOIN releases r ON r.id = l.release_id JOIN claims c ON c.id = l.claim_id
JOIN articles a ON a.id = c.article_id
LEFT JOIN captures k ON k.url = a.url AND k.digest = a.digest AND NOT EXISTS (
    SELECT 1 FROM captures o WHERE o.url = k.url AND o.digest = k.digest
    AND (o.fetched_at < k.fetched_at OR (o.fetched_at = k.fetched_at
         AND (o.file < k.file OR (o.file = k.file AND o."offset" < k."offset")))))
WHERE r.state = 'current'
"""

# What a question about releases looks at, in the order of a list: SQLite then opens only the rows that it gives back.
SCANNED = (
    "date_start, id, date_end, state, kind, status, vendor_id, vendor, folded, key, family, track, confidence, sites,"
    " claim_count, first_seen"
)
# The same of articles, whose rows are long; both databases.
ARTICLES = (
    "CREATE INDEX scan_of_articles ON articles"
    " (published_start, id, published_end, site, language, is_current, cleaner)"
)

# Who adds documents adds them to the index too: a trigger's statement has a savepoint of its own, and at each of them
# FTS5 writes what it has gathered, which took four times as long as all of a batch together.
REBUILD = "INSERT INTO search_index(search_index) VALUES ('rebuild')"
SQLITE = (
    f"CREATE INDEX scan_of_releases ON releases ({SCANNED})",
    "CREATE INDEX scan_of_vendors ON releases (vendor, folded, id, state)",
    ARTICLES,
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "tokens, content='search_documents', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER search_removed AFTER DELETE ON search_documents BEGIN"
    " INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER search_changed AFTER UPDATE ON search_documents BEGIN"
    " INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
    " INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END",
    REBUILD,
    "INSERT INTO search_index(search_index, rank) VALUES ('automerge', 16)",  # by fours, words are written more often
    "CREATE TRIGGER changes_stay_as_they_are BEFORE UPDATE ON changes BEGIN"
    " SELECT RAISE(ABORT, 'changes is only added to'); END",
    "CREATE TRIGGER changes_stay BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'changes is only added to'); END",
)
SQLITE_DROPS = (
    *(
        f"DROP TRIGGER IF EXISTS {name}"
        for name in ("search_added", "search_removed", "search_changed", "changes_stay_as_they_are", "changes_stay")
    ),
    "DROP TABLE IF EXISTS search_index",
    "DROP INDEX IF EXISTS scan_of_releases",
    "DROP INDEX IF EXISTS scan_of_vendors",
    "DROP INDEX IF EXISTS scan_of_articles",
)
POSTGRESQL = (
    "CREATE INDEX scan_of_vendors ON releases (vendor)",
    ARTICLES,
    "CREATE INDEX ix_search_documents_tokens ON search_documents USING gin (to_tsvector('simple', tokens))",
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'changes is only added to'; END $$",
    "CREATE TRIGGER changes_stay BEFORE UPDATE OR DELETE ON changes FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)
POSTGRESQL_DROPS = (
    "DROP INDEX IF EXISTS scan_of_vendors",
    "DROP INDEX IF EXISTS scan_of_articles",
    "DROP INDEX IF EXISTS ix_search_documents_tokens",
    "DROP FUNCTION IF EXISTS refuse_change() CASCADE",
)


def create_derived(connection: Connection) -> None:
    """Make all of it, over tables that are as storage.schema says."""
    own = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    for statement in (RELEASE_VIEW, EVIDENCE_VIEW, *own):
        connection.exec_driver_sql(statement)


def fill_derived(connection: Connection) -> None:
    """Index the documents that were copied into an empty database."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(REBUILD)


def drop_derived(connection: Connection) -> None:
    """Take away whatever of it is there."""
    own = SQLITE_DROPS if connection.dialect.name == "sqlite" else POSTGRESQL_DROPS
    for statement in (*(f"DROP VIEW IF EXISTS {name}" for name in VIEWS), *own):
        connection.exec_driver_sql(statement)
