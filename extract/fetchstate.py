"""What is remembered about an address between two crawls, so that the second fetches only what is new."""

from typing import NamedTuple


class FetchState(NamedTuple):
    """The last word of a server on one address; every field is "" where the server said nothing."""

    etag: str  # the ETag header as it came, quotes and W/ included
    last_modified: str  # the Last-Modified header as it came
    modified: str  # when the site's own listing says the article was modified: ISO 8601, UTC
    digest: str  # of the newest capture's payload, `sha1:` and base32
