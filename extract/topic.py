"""What an article is about: the names in its headline or, on a page without a title, in the slug of its address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from extract.names import Name
from extract.parsing import Reading
from extract.records import Article, Span
from extract.spans import Sorted

Parts = tuple[str, ...]
_SHORTEST = 4  # letters and digits of a name that a slug can be trusted to hold
_EXCLAMATION = re.compile(r"[^!！?？。|｜\n]+")
_OTHER = re.compile(r"[^a-z0-9]+")


def find_topic(article: Article, parts: Mapping[Name, Parts]) -> frozenset[Parts]:
    """The parts of every name in the title, else of those that the address spells out."""
    end = article.title_end
    if end:
        return frozenset(own for name, own in parts.items() if name.end <= end)
    slug = _folded(max(urlsplit(article.url).path.split("/"), key=len))
    return frozenset(own for own in parts.values() if _is_in(slug, own))


def find_shouted(reading: Reading, told: Iterable[Name], end: int) -> Iterator[Name]:
    """`栖岩深夜开源！新一代模型 Tern-4 杀疯了`: names in a title's exclamation, whose verb is in another one.

    `told` are the article's names, `end` is where the title ends.
    """
    if reading.language != "zh" or not end:
        return
    parts = [Span(*part.span()) for part in _EXCLAMATION.finditer(reading.text, 0, end)]
    verbs = [reading.words.triggers.has(*part) for part in parts]
    own = Sorted(name for name in told if name.end <= end)
    named = [own.inside(*part) for part in parts]
    if not any(verb and not names for verb, names in zip(verbs, named, strict=True)):
        return
    for part, verb, names in zip(parts, verbs, named, strict=True):
        cues = (cue.type for _, _, senses in reading.words.cues.within(*part) for cue in senses)
        if not verb and "mention" not in cues:
            yield from names


def _is_in(slug: str, own: Parts) -> bool:
    spelled = _folded("".join(own))
    return len(spelled) >= _SHORTEST and spelled in slug


def _folded(text: str) -> str:
    return _OTHER.sub("", text.casefold())
