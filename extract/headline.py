"""Choose an article's title out of what its page calls it, and tell where it stands among the pieces of the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from urllib.parse import unquote, urlsplit

from extract.blocks import Piece, clean, fold_title
from extract.metadata import Metadata
from extract.noise import Drop, is_noise
from extract.sites import Site, hosts_of

_SEPARATOR = re.compile(r"\s+[-–—|·•::»]\s+|\s*(?:[|｜_]|(?<!-)--(?!-))\s*|(?<=[\u3400-\u9fff])-(?=[\u3400-\u9fffA-Z])")
_CUTTING = ("|", "｜", "_", "--")  # behind these, what is short and unknown is a site's name too
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_SEARCHED = 40  # pieces at the article's beginning in which its title may stand
_LONGEST = 200
_PROSE = {"zh": 60, "en": 120}  # a piece as long as this is no headline, and ends the search for one
_SHORTEST = {"zh": 8, "en": 5}  # characters, words
_SAME_WORDS = 0.7
_TAG = 2  # words
_SENTENCE_END = re.compile(r"[.。；;:：,，]$")
_NO_TITLE: tuple[Drop, ...] = ("title", "line", "rest")
_NAME_SIZE = 25  # characters of a site's name


def find_title(metadata: Metadata, pieces: Sequence[Piece], site: Site, language: str, url: str) -> str:
    """The title as the page has it, without the site's name; "" where it has none."""
    known_names = (*site.names, *site.domains, site.name, metadata.site_name, *hosts_of(url))
    names = {fold_title(name) for name in known_names if name}
    heads = [head for title in metadata.titles if not _is_junk(head := _without_site(title, names), site, names)]
    headings = [heading for text in metadata.headings if not _is_junk(heading := clean(text), site, names)]
    agreed = max((heading for heading in headings if any(_agree(heading, head) for head in heads)), key=len, default="")
    known = agreed or next(iter(heads), "") or next(iter(headings), "")
    return known or next(_iter_headlines(pieces, site, language, url), "")


def without_title(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """The pieces without those that say the title again, and without the short ones before it: paths and sections."""
    folded, longest = fold_title(title), 2 * len(title)
    places = [
        number for number, piece in enumerate(pieces) if len(piece.text) < longest and fold_title(piece.text) == folded
    ]
    early = [number for number in places if number < _SEARCHED and _is_all_short(pieces[:number])]
    start = early[-1] + 1 if early else 0
    return [piece for number, piece in enumerate(pieces) if number >= start and number not in places]


def _iter_headlines(pieces: Sequence[Piece], site: Site, language: str, url: str) -> Iterator[str]:
    """What may be the title among the first pieces: what the address repeats, then what looks like a headline."""
    early = pieces[:_SEARCHED]
    slug = set(_words(unquote(_last_part(url))))
    before = list(takewhile(lambda piece: len(piece.text) < _PROSE[language], early))
    short = [piece.text for piece in early if len(piece.text) <= _LONGEST]
    yield from (text for text in short[: len(before)] if _share(text, slug) >= _SAME_WORDS)
    yield from (text for text in short if _share(text, slug) >= _SAME_WORDS and len(text.split()) > _TAG)  # not a tag
    for piece in before:
        is_candidate = piece.kind in ("heading", "paragraph") and not _is_junk(piece.text, site, set())
        if is_candidate and _looks_like_headline(piece.text, language):
            yield piece.text


def _last_part(url: str) -> str:
    """The last part of an address's path that has letters."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return next((part for part in reversed(path.split("/")) if re.search(r"[a-z]{3}", part)), "")


def _share(text: str, slug: set[str]) -> float:
    """How far a text and an address's words are the same: addresses leave out small words and signs."""
    words = set(_words(text))
    common = len(words & slug)
    return min(common / len(slug), common / len(words)) if words and slug else 0.0


def _looks_like_headline(text: str, language: str) -> bool:
    size = len(text) if language == "zh" else len(text.split())
    return size >= _SHORTEST[language] and not _SENTENCE_END.search(text)


def _without_site(text: str, names: set[str]) -> str:
    """A head's title without the site's name behind it, or before it."""
    text = clean(text)
    while matches := list(_SEPARATOR.finditer(text)):
        last = matches[-1]
        rest, tail = text[: last.start()], text[last.end() :]
        cut_freely = last[0].strip() in _CUTTING and len(tail) <= _NAME_SIZE and len(rest) > len(tail)
        if not rest or not (cut_freely or fold_title(tail) in names):
            return text
        text = rest
    return text


def _is_junk(text: str, site: Site, names: set[str]) -> bool:
    """Whether a title is none: a site's name, a date alone, 无标题 (untitled)."""
    folded = fold_title(text)
    return not folded or folded in names or any(is_noise(text, drop, site.name) for drop in _NO_TITLE)


def _agree(heading: str, head: str) -> bool:
    """Whether a heading is what the head says, whole or shortened."""
    one, other = fold_title(heading), fold_title(head)
    return bool(one) and (one in other or other in one)


def _is_all_short(pieces: Iterable[Piece]) -> bool:
    return all(len(piece.text) < _PROSE["en"] for piece in pieces)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("'", "").replace("’", ""))
