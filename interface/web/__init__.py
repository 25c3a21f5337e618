"""The page and the API: a read-only view of the database, served by one process."""
