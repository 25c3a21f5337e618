"""Read releases out of pages. Pure: no network, no database, no clock."""
