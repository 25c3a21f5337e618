"""Describe a site that is new: look at it, and write its file, its fixtures and its lines in data and documents.

Nothing of anybody's prose is written: what a fixture needs is its markup, addresses and times (pipelines.fixtures).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipelines.crawling import load_sites, probe
from pipelines.fixtures import scrub_feed, scrub_page, scrub_posts, scrub_sitemap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.prober import Prober

FIXTURES = {
    "posts": ("posts.json", scrub_posts),
    "feeds": ("feed.xml", scrub_feed),
    "sitemaps": ("sitemap.xml", scrub_sitemap),
}
ARTICLES = 3  # in each fixture
ZONES = {"+08:00": "Asia/Shanghai", "+09:00": "Asia/Tokyo", "+05:30": "Asia/Kolkata", "+00:00": "UTC"}
FALLBACK_ZONES = {"zh": "Asia/Shanghai", "en": "UTC"}
NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")


class NoSiteError(LookupError):
    """The site offers nothing that its articles could be found by, or cannot be described here."""


@dataclass(slots=True)
class SiteDraft:
    """All that a site's file says, and the documents that it rests on."""

    name: str
    title: str
    base_url: str
    language: str
    timezone: str
    article_path: str
    articles: tuple[str, ...]  # addresses, in every way the same
    ways: "Mapping[str, tuple[str, ...]]"  # posts, feeds, sitemaps: the paths of each
    documents: "Mapping[str, bytes]"  # by the fixture's file name
    notes: list[str] = field(default_factory=list)  # what a person should look at


def draft_site(url: str, name: str = "", settings: dict[str, Any] | None = None) -> SiteDraft:
    """Ask the site, politely, what it offers. NoSiteError. Once per process, like every crawl."""
    base = urlsplit(url if "://" in url else f"https://{url}")
    if not base.hostname:
        raise NoSiteError(f"{url!r} is no address of a site")
    name = name or _name_of(base.hostname)
    if not NAME.fullmatch(name):
        raise NoSiteError(f"{name!r} is no name for a site: small letters, digits and hyphens")
    if name in load_sites():
        raise NoSiteError(f"there is a site {name!r} already")
    return read_draft(probe(f"{base.scheme}://{base.netloc}/", settings or {}), name)


def read_draft(prober: "Prober", name: str) -> SiteDraft:
    """What follows from what a site has shown. NoSiteError where it listed no article."""
    articles, paths = _find_common(prober)
    if not articles:
        raise NoSiteError(f"{prober.base_url} names no API, feed or sitemap of its articles: write its list by hand")
    ways = {way: tuple(path for path in found if path in paths) for way, found in prober.documents.items()}
    documents = {}
    for way, (file, scrub) in FIXTURES.items():
        for path in ways[way][:1]:
            documents[file] = scrub(prober.documents[way][path], articles)
    notes = [f"{path} lists other articles, and is left out" for path in prober.listings if path not in paths]
    title, language, zone = _read_home(prober)
    if prober.article is not None:
        documents["article-1.html"] = scrub_page(prober.article.body, prober.article.url)
    else:
        notes.append("no article's page could be fetched: add one by hand")
    pattern = find_pattern(articles)
    return SiteDraft(name, title, prober.base_url, language, zone, pattern, articles, ways, documents, notes)


def save_draft(draft: SiteDraft, checkout: Path) -> list[Path]:
    """Write the site into a checkout of moxun; returns what was written. NoSiteError where it is no checkout."""
    spiders, fixtures = checkout / "crawler" / "spiders", checkout / "tests" / "sites" / draft.name
    sites, table = checkout / "extract" / "data" / "sites.toml", checkout / "docs" / "sites.md"
    if not (spiders.is_dir() and sites.is_file()):
        raise NoSiteError(f"{checkout.absolute()} is no checkout of moxun: its spiders would be crawler/spiders")
    fixtures.mkdir(parents=True, exist_ok=True)
    written = [spiders / f"{draft.name.replace('-', '_')}.py", *(fixtures / file for file in draft.documents)]
    written[0].write_text(spider_text(draft), encoding="utf-8")
    for file, body in draft.documents.items():
        (fixtures / file).write_bytes(body)
    host = (urlsplit(draft.base_url).hostname or "").removeprefix("www.")
    entry = {"name": draft.name, "domains": [host], "names": [draft.title], "timezone": draft.timezone}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()]
    block = "\n".join(["[[site]]", *lines])
    sites.write_text(f"{sites.read_text('utf-8').rstrip()}\n\n{block}\n", encoding="utf-8")
    if table.is_file():
        table.write_text(_with_row(table.read_text("utf-8"), draft), encoding="utf-8")
    return [*written, sites, *([table] if table.is_file() else [])]


def spider_text(draft: SiteDraft) -> str:
    """The site's file."""
    class_name = "".join(part.capitalize() for part in draft.name.split("-"))
    posts = draft.ways.get("posts", ())
    lines = [f"posts = {json.dumps(posts[0])}"] if posts else []
    for way in ("feeds", "sitemaps"):
        if paths := draft.ways.get(way, ()):
            lines.append(f"{way} = ({', '.join(map(json.dumps, paths))},)")
    values = "".join(f"    {line}\n" for line in lines)
    return f'''"""{draft.title}, {draft.base_url.rstrip("/")}: what its articles are about.

Its addresses are what the site itself named on {datetime.now(UTC):%Y-%m-%d}.
"""

from crawler.news import NewsSpider


class {class_name}Spider(NewsSpider):
    name = "{draft.name}"
    title = {json.dumps(draft.title, ensure_ascii=False)}
    base_url = "{draft.base_url}"
    language = "{draft.language}"
    timezone = "{draft.timezone}"
{values}    article_path = r"{draft.article_path}"
    floor = {ARTICLES}
'''


def find_pattern(urls: Sequence[str]) -> str:
    """A regular expression for the paths of these addresses: what is the same in all is literal, digits are digits."""
    paths = [urlsplit(url).path.strip("/").split("/") for url in urls]
    depth = max(map(len, paths), key=[len(path) for path in paths].count)
    columns = zip(*(path for path in paths if len(path) == depth), strict=True)
    slash = "/?" if any(urlsplit(url).path.endswith("/") for url in urls) else ""
    return "/" + "/".join(map(_pattern_of, columns)) + slash


def _pattern_of(parts: tuple[str, ...]) -> str:
    if len(set(parts)) == 1 and re.fullmatch(r"[A-Za-z.~%_-]+", parts[0]):  # it goes into source code
        return re.escape(parts[0])
    for pattern in (r"20\d\d", r"[01]\d", r"[0-3]\d"):
        if all(re.fullmatch(pattern, part) for part in parts):
            return pattern
    numbers = [re.fullmatch(r"\d+(\.[a-z]+)?", part) for part in parts]
    endings = {number[1] or "" for number in numbers if number}
    return r"\d+" + re.escape(endings.pop()) if all(numbers) and len(endings) == 1 else r"[^/]+"


def _find_common(prober: "Prober") -> tuple[tuple[str, ...], set[str]]:
    """Three articles that as many ways as can be have in common, newest first, and the paths of those ways."""
    articles: list[str] = []
    used: set[str] = set()
    paths = [path for way in prober.documents.values() for path in way]  # the API, the feeds, the sitemaps
    for path in paths:
        urls = [listing.url for listing in prober.listings[path] if urlsplit(listing.url).path.strip("/")]
        common = [url for url in articles if url in urls] if used else urls
        if len(common) >= ARTICLES or (common and not used):
            articles, used = common, used | {path}
    return tuple(articles[:ARTICLES]), used


def _read_home(prober: "Prober") -> tuple[str, str, str]:
    """Title, language and time zone: the page says the first two, and the time of an article its zone."""
    home, article = prober.home, prober.article
    told_title = _first(home, "meta[property='og:site_name']::attr(content)") or _first(home, "title::text")
    title = re.sub(r'[\\"\s|\[\]]+', " ", told_title).strip() or prober.host  # it goes into source code and a table
    sample = _first(home, "html::attr(lang)").lower()[:2]
    language = sample if sample in FALLBACK_ZONES else "zh" if re.search(r"[\u4e00-\u9fff]", title) else "en"
    told = article.text if article is not None and hasattr(article, "text") else ""
    offset = re.search(r'(?:datePublished|published_time)"[^>]{0,40}?20\d\d-\d\d-\d\dT[\d:.]+([+-]\d\d:?\d\d|Z)', told)
    zone = ZONES.get(offset[1].replace("Z", "+00:00"), "") if offset else ""
    return title, language, zone or FALLBACK_ZONES[language]


def _first(response: Any, selector: str) -> str:  # noqa: ANN401 Scrapy's
    return str(response.css(selector).get() or "") if response is not None and hasattr(response, "css") else ""


def _name_of(host: str) -> str:
    """The part of a host by which people call it: www.example.com.cn is example."""
    labels = [label for label in host.lower().split(".") if label not in ("www", "blog", "news")]
    return labels[-3] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2] if len(labels) > 1 else labels[0]  # noqa: PLR2004


def _with_row(text: str, draft: SiteDraft) -> str:
    """The table of sites with one more row, which a person completes."""
    words = {"posts": "API", "feeds": "feed", "sitemaps": "sitemap"}
    ways = ", ".join(word for way, word in words.items() if draft.ways.get(way))
    site = f"| `{draft.name}` | [{draft.title}]({draft.base_url}) | {draft.language} | {ways} "
    lines = text.splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("| `") and "](https://" in line)
    return "\n".join([*lines[: last + 1], f"{site}| named by the site itself |", *lines[last + 1 :]]) + "\n"
