"""What an article is about: the names in its headline or, on a page without a title, in the slug of its address."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from extract.names import Name
from extract.records import Article

Parts = tuple[str, ...]
_SHORTEST = 4  # letters and digits of a name that a slug can be trusted to hold
_OTHER = re.compile(r"[^a-z0-9]+")


def find_topic(article: Article, parts: Mapping[Name, Parts]) -> frozenset[Parts]:
    """The parts of every name in the title, else of those that the address spells out."""
    end = next((block.end for block in article.blocks if block.kind == "title"), 0)
    if end:
        return frozenset(own for name, own in parts.items() if name.end <= end)
    slug = _folded(max(urlsplit(article.url).path.split("/"), key=len))
    return frozenset(own for own in parts.values() if _is_in(slug, own))


def _is_in(slug: str, own: Parts) -> bool:
    spelled = _folded("".join(own))
    return len(spelled) >= _SHORTEST and spelled in slug


def _folded(text: str) -> str:
    return _OTHER.sub("", text.casefold())
