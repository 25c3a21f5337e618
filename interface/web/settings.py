"""What may be set of the server, by options of `moxun serve` or the environment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the pages and the API are served. Nothing in it is secret."""

    origins: tuple[str, ...] = ()  # other sites whose pages may read the API (CORS); "*" is every one
    rate: int = 600  # requests a minute of one client; 0 is no limit
    address: str = ""  # of the site as people know it, for feeds and links: https://moxun.example
