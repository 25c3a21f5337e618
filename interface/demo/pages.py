"""The demo site's pages: articles, lists, feed and WordPress API, made like the real site's."""

import html
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from interface.demo.articles import DemoArticle, load_articles, load_site, utc

RELATED = 3  # links to other articles below each


def article_page(article: DemoArticle) -> bytes:
    """The whole page, in the charset that the article asks for; `body` is left as broken as it is."""
    others = [other for other in load_articles() if other != article and not other.is_gone]
    start = article.number % len(others)
    page = _fill(
        "article.html",
        language=article.language,
        # A real site declares gb2312 and sends what only GB18030 holds: browsers read the wider one.
        charset="gb2312" if article.charset == "gb18030" else article.charset,
        title=article.title,
        url=_url(article),
        author=article.author,
        date=article.shown_date,
        time=f"{article.published:%H:%M:%S}",
        body=_Markup(article.body.strip()),
        tags=_Markup("".join(f'<a href="/tag/demo">{html.escape(tag)}</a>' for tag in article.tags)),
        related=_rows((others * 2)[start : start + RELATED]),
    )
    return page.encode(article.charset)


def list_page(articles: Sequence[DemoArticle]) -> bytes:
    return _fill("list.html", rows=_rows(articles)).encode()


def feed(articles: Iterable[DemoArticle]) -> bytes:
    """RSS as WordPress writes it: the guid is no address of the article."""
    site = load_site()
    items = "".join(
        f"<item><title>{html.escape(article.title)}</title><link>{_url(article)}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{site["address"]}/?p={article.number}</guid>'
        f"<pubDate>{format_datetime(article.published)}</pubDate></item>"
        for article in articles
    )
    head = f"<title>{html.escape(site['name'])}</title><link>{site['address']}</link>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def posts(articles: Iterable[DemoArticle], fields: str) -> bytes:
    """Posts of `/wp-json/wp/v2/posts`; `fields` as in `_fields`, "" for all."""
    wanted = fields.split(",") if fields else []
    rows = [
        {name: value for name, value in _post(article).items() if not wanted or name in wanted} for article in articles
    ]
    return json.dumps(rows, ensure_ascii=False).encode()


def _post(article: DemoArticle) -> dict[str, Any]:
    return {
        "id": article.number,
        "date": _local(article.published),
        "date_gmt": utc(article.published),
        "modified": _local(article.modified),
        "modified_gmt": utc(article.modified),
        "link": _url(article),
        "title": {"rendered": html.escape(article.title)},
        "content": {"rendered": article.body, "protected": False},
        "categories": [load_site()["category_id"]],
    }


class _Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def _rows(articles: Iterable[DemoArticle]) -> _Markup:
    rows = (
        _fill("row.html", url=_url(each), title=each.title, author=each.author, date=f"{each.published:%Y-%m-%d}")
        for each in articles
    )
    return _Markup("".join(rows))


def _fill(name: str, **values: str) -> str:
    site = load_site()
    own = {"site": site["name"], "category": site["category"], **values}
    escaped = {key: value if isinstance(value, _Markup) else html.escape(value) for key, value in own.items()}
    return _template(name).substitute(escaped)


@cache
def _template(name: str) -> Template:
    return Template(files("interface.demo").joinpath("templates", name).read_text("utf-8"))


def _url(article: DemoArticle) -> str:
    return f"{load_site()['address']}{article.path}"


def _local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"
