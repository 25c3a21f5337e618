"""What may be set of the server, by options of `moxun serve` or the environment."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the pages and the API are served. Nothing in it is secret."""

    origins: tuple[str, ...] = ()  # other sites whose pages may read the API (CORS); "*" is every one
    rate: int = 600  # requests a minute of one client; 0 is no limit
    archive: Path | None = None  # where the WARC files are; without it, the figures of articles cannot be checked
