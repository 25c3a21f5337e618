"""Page → Article: the readable part of a page, with its title, its day and where each block stands. Never raises.

One tree, parsed once. The site's hint first; where it fails or gives too little, trafilatura; at last the plain text.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from string import ascii_letters
from typing import NamedTuple

from lxml import etree, html

from extract.blocks import Piece, read_pieces
from extract.grids import straighten_tables
from extract.headline import find_title, without_title
from extract.markup import read_markup
from extract.metadata import Metadata, read_metadata
from extract.noise import without_noise
from extract.records import Article, Block, Page, Problem, Span
from extract.selectors import Place
from extract.sites import Layout, Site, find_site
from extract.unhinted import read_prose, read_unhinted

_ENOUGH = {"zh": 60, "en": 200}  # characters of text below which a cleaner has failed
# In UTF-8, U+4000 to 9FFF begin with E4 to E9, U+3400 to 3FFF with E3: counting bytes takes a fifth of the time.
_HAN = bytes(range(0xE4, 0xEA))
_RARE_HAN = re.compile(rb"\xe3[\x90-\xbf]")
_LETTERS = ascii_letters.encode("ascii")
_SAMPLE = 20_000  # characters that tell the language
_CHINESE_SHARE, _ENGLISH_SHARE = 0.2, 0.03  # of Han signs among letters; between the two the page's own word decides
_MOST_TEXT = 300_000  # characters; a book, not an article: what reads the text afterwards must stay cheap
_REPEATED = 40  # characters from which a block that stands twice is a mistake of the page


class _Cleaned(NamedTuple):
    pieces: list[Piece]
    cleaner: str

    @property
    def size(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def read_article(page: Page, site: str = "", *, search_date: bool = True) -> Article:
    """What a page says, whatever its bytes; what could not be read is in the article's problems.

    `site` is the name of a known site, else the address tells. Without `search_date`, a page that has its date in no
    known place has none: the search costs seconds in a process's first such page.
    """
    known = find_site(site, page.url)
    tree, problems = read_markup(page)
    if tree is None:
        tree = html.document_fromstring("<html><body></body></html>")
    layouts = _layouts_on(known, page)
    place = Place(tree)
    metadata = read_metadata(place, page, known, layouts, search=search_date)
    cleaned = _clean(place, known, layouts)
    return _assemble(page, site or known.name, known, metadata, cleaned, problems)


def _layouts_on(site: Site, page: Page) -> list[Layout]:
    """The site's layout for the day of the capture, then what holds for any page."""
    day = page.fetched_at.date()
    own, general = site.layout_on(day), find_site("", "").layout_on(day)
    return [layout for layout in (own, general if general is not own else None) if layout]


def _language_of(text: str, html_language: str) -> str:
    own = text.encode("utf-8", "replace")
    han = len(own) - len(own.translate(None, _HAN)) + len(_RARE_HAN.findall(own))
    latin = len(own) - len(own.translate(None, _LETTERS))
    share = han / (han + latin) if han + latin else 0.0
    if share >= _CHINESE_SHARE or (share > _ENGLISH_SHARE and html_language.startswith("zh")):
        return "zh"
    return "zh" if not han + latin and html_language.startswith("zh") else "en"


def _language_of_pieces(pieces: Sequence[Piece], html_language: str = "") -> str:
    return _language_of(" ".join(piece.text for piece in pieces)[:_SAMPLE], html_language)


def _clean(place: Place[html.HtmlElement], site: Site, layouts: Sequence[Layout]) -> _Cleaned:
    """The article's pieces by the first cleaner that gives enough, else by the one that gives most."""
    tree, hinted = place.root, _read_hinted(place, site, layouts)
    if hinted.size >= _ENOUGH["en"] or hinted.size >= _ENOUGH[_language_of_pieces(hinted.pieces)]:
        return hinted
    straighten_tables(tree)
    prose = read_prose(tree)
    language = _language_of("".join(prose)[:_SAMPLE], "")
    found = _Cleaned(read_unhinted(tree, language, prose), "trafilatura")
    if found.size >= _ENOUGH[language]:
        return found
    return max(hinted, found, _read_plain(tree), key=lambda cleaned: cleaned.size)


def _read_hinted(place: Place[html.HtmlElement], site: Site, layouts: Sequence[Layout]) -> _Cleaned:
    container = next((found for layout in layouts if (found := _container(place, layout)) is not None), None)
    if container is None:
        return _Cleaned([], "")
    straighten_tables(container)
    within = Place(container)
    skip = {element for layout in layouts for element in layout.dropped(within)}
    return _Cleaned(read_pieces(container, skip), f"hint:{site.name}")


def _container(place: Place[html.HtmlElement], layout: Layout) -> etree._Element | None:
    """The fullest of the elements that the layout's first fitting selector finds: cards of other articles are short."""
    for selector in layout.container:
        if found := selector.elements(place):
            return max(found, key=lambda element: sum(map(len, element.itertext()))) if len(found) > 1 else found[0]
    return None


def _read_plain(tree: html.HtmlElement) -> _Cleaned:
    body = tree.find("body")
    return _Cleaned(read_pieces(tree if body is None else body), "plain")


def _assemble(  # noqa: PLR0913, PLR0917 (all that an article is made of)
    page: Page, name: str, site: Site, metadata: Metadata, cleaned: _Cleaned, problems: Sequence[Problem]
) -> Article:
    pieces = cleaned.pieces
    language = _language_of_pieces(pieces, metadata.html_language)
    title = find_title(metadata, pieces, site, language, page.url)
    pieces = without_noise(_without_repetitions(without_title(pieces, title)), site.name, language)
    short = _first_pieces(pieces)
    text, blocks, emphasis = _lay_out([Piece("title", title), *short] if title else short)
    published = metadata.publication
    if not pieces:
        problems = (*problems, Problem("article", "no-text", f"{len(page.body)} bytes", page.url))
    if len(short) < len(pieces):
        problems = (*problems, Problem("article", "text-too-long", f"{len(short)} of {len(pieces)} blocks", page.url))
    return Article(
        digest=page.digest,
        url=page.url,
        site=name,
        language=language,
        title=title,
        published=published.date,
        published_raw=published.raw,
        published_basis=published.basis,
        text=text,
        blocks=blocks,
        emphasis=emphasis,
        cleaner=cleaned.cleaner,
        problems=(*problems, *metadata.problems),
    )


def _first_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """As many of the pieces as an article may have."""
    sizes = accumulate(len(piece.text) + 1 for piece in pieces)
    return [piece for piece, size in zip(pieces, sizes, strict=True) if size <= _MOST_TEXT]


def _without_repetitions(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those that repeat the one before, and without long ones that stand twice."""
    seen = {piece.text: number for number, piece in reversed(list(enumerate(pieces))) if len(piece.text) >= _REPEATED}
    first = [piece for number, piece in enumerate(pieces) if seen.get(piece.text, number) == number]
    return [*first[:1], *(later for earlier, later in pairwise(first) if earlier.text != later.text)]


def _lay_out(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...], tuple[Span, ...]]:
    """The text, one line for each piece, and where the pieces and their emphasis stand in it."""
    blocks, emphasis, at = list[Block](), list[Span](), 0
    for piece in pieces:
        blocks.append(Block(piece.kind, at, at + len(piece.text), piece.level))
        emphasis += (Span(at + span.start, at + span.end) for span in piece.emphasis)
        at += len(piece.text) + 1
    return "\n".join(piece.text for piece in pieces), tuple(blocks), tuple(emphasis)
