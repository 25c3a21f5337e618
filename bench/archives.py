"""A generated archive: the fixtures' articles at the length and with the surroundings of real ones, no two alike."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from random import Random

from extract.article import read_article
from extract.claims import find_claims
from extract.records import Article, Page
from extract.sites import find_site
from interface.demo.articles import load_articles
from interface.demo.pages import article_page
from storage.archive import Archive

FIXTURES = Path(__file__).parents[1] / "tests" / "sites"
FETCHED = datetime(2026, 6, 20, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html"),)
MENU = '<nav class="menu"><ul>{}</ul></nav>'
ASIDE = '<div class="side"><h4>更多</h4>{}</div>'
SCRIPT = "<script>window.__STATE__='{}'</script>"
SENTENCE = re.compile(r".+?(?:[。！？!?]|\. |$)")
NAMED = re.compile(r"[A-Za-z][\w.-]*[ -]?\d")  # what may be a model: told by every page, its release would grow
WORD = {"Han": re.compile("[\u4e00-\u9fff]{2}"), "Latin": re.compile("[a-z]{3,}")}
VARIANTS = 40
SENTENCES = 3  # in each paragraph that is added
LENGTH = 1600  # characters that are added to each article: the 106 real ones that were measured have 1,841


@dataclass(frozen=True, slots=True)
class Source:
    """An article as its site's markup has it."""

    site: str  # a known one
    domain: str
    body: bytes
    charset: str


def load_sources() -> list[Source]:
    """The demo's articles, which are in the markup of a known site, and the fixtures of the sites that have a hint."""
    found = [
        Source("qbitai", find_site("qbitai", "").domains[0], article_page(each), each.charset)
        for each in load_articles()
        if not each.is_gone
    ]
    for path in sorted(FIXTURES.glob("*/article*.html")):
        site = find_site(path.parent.name, "")
        if site.name == path.parent.name and site.domains and site.layouts:
            found.append(Source(site.name, site.domains[0], path.read_bytes(), "utf-8"))
    return found


@cache
def load_sentences() -> tuple[str, ...]:
    """Those of all articles that tell of no release, to lengthen each with: fixtures are short, time goes by text.

    Of each there are many, with other words of theirs in half of the places. Each page would else have a third of all
    sentences, and be a near copy of hundreds, as no two articles on the web are that do not repeat each other.
    """
    pages = [Page(f"https://{each.domain}/", FETCHED, 200, (), each.body, each.site) for each in load_sources()]
    quiet = (text for page in pages for text in _iter_quiet(read_article(page, page.site)))
    plain = sorted({each for text in quiet for each in SENTENCE.findall(text) if not NAMED.search(each)})
    words = {kind: WORD[kind].findall("".join(plain)) for kind in WORD}
    dice = Random(0)
    return tuple(html.escape(_vary(each, words, dice)) for each in plain for _ in range(VARIANTS))


def _vary(sentence: str, words: Mapping[str, Sequence[str]], dice: Random) -> str:
    for kind, word in WORD.items():
        sentence = word.sub(lambda found, kind=kind: dice.choice((found[0], dice.choice(words[kind]))), sentence)  # type: ignore[misc]
    return sentence


def _iter_quiet(article: Article) -> Iterator[str]:
    told = [claim.evidence for claim in find_claims(article)[0]]
    for block in article.blocks:
        is_told = any(span.start < block.end and block.start < span.end for span in told)
        if block.kind == "paragraph" and not is_told:
            yield article.text[block.start : block.end]


def iter_pages(count: int, *, hinted: bool, filler: int) -> Iterator[Page]:
    """So many pages: under their sites' addresses, or under one that no hint is for.

    `filler` is how many bytes of menus, cards and scripts stand around each article, as they do on the real sites.
    """
    for number, source in enumerate(islice(cycle(load_sources()), count)):
        host, site = (source.domain, source.site) if hinted else ("news.example", "")
        body = _fill(source, number, filler)
        yield Page(f"https://{host}/2026/06/{number}.html", FETCHED, 200, HEADERS, body, site)


def make_archive(folder: Path, count: int, *, filler: int) -> None:
    """Half of the pages with a hint, half without one, in turn."""
    kinds = [
        iter_pages(count - count // 2, hinted=True, filler=filler),
        iter_pages(count // 2, hinted=False, filler=filler),
    ]
    with Archive(folder) as archive:
        for number in range(count):
            archive.append(next(kinds[number % 2]))


def _fill(source: Source, number: int, filler: int) -> bytes:
    link = f'<li><a href="/tag/{number % 97}/{{0}}.html" class="item-link">栏目 {{0}} · topic {{0}}</a></li>'
    card = f'<a class="card" href="/2026/05/{number}-{{0}}.html"><img src="/i/{{0}}.jpg"><h5>往期 {{0}}</h5></a>'
    menu = MENU.format("".join(link.format(each) for each in range(filler // 400)))
    aside = ASIDE.format("".join(card.format(each) for each in range(filler // 400)))
    script = SCRIPT.format("x" * (filler // 2))
    page = _rename(source, number // len(load_sources()))
    page = page.replace("</body>", f"{aside}{script}</body>", 1)
    text = page.find("</p>", page.find("<h1")) + len("</p>")
    page = page[:text] + _paragraphs(number) + page[text:]
    start = page.find(">", page.find("<body")) + 1
    return (page[:start] + menu + page[start:]).encode(source.charset, "replace")


def _rename(source: Source, turn: int) -> str:
    """Each time an article comes round, its models have other numbers: a release is told by a few pages, not by all."""
    page = source.body.decode(source.charset, "replace")
    for name in _load_models(source):
        page = page.replace(name, f"{name}{turn}")
    return page


@cache
def _load_models(source: Source) -> tuple[str, ...]:
    """What its releases are called, where that ends in a number and is no part of another's name."""
    article = read_article(Page(f"https://{source.domain}/", FETCHED, 200, (), source.body, source.site), source.site)
    names = {claim.model for claim in find_claims(article)[0] if claim.model and claim.model[-1].isdigit()}
    return tuple(
        each for each in sorted(names, key=len, reverse=True) if not any(each != o and each in o for o in names)
    )


def _paragraphs(number: int) -> str:
    """Sentences by the dice: whole paragraphs in turn made each page a near copy of dozens (storage.syndication)."""
    dice, pool = Random(number), load_sentences()
    told, size = [f"No. {number}"], 0
    while size < LENGTH:
        told.append("".join(dice.sample(pool, SENTENCES)))
        size += len(told[-1])
    return "".join(f"<p>{each}</p>" for each in told)
