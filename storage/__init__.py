"""Keep pages and releases: the WARC archive and the database."""
