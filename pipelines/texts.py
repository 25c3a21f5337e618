"""An article that somebody kept as plain text or Markdown, as the page that it may have been."""

import html
import re
from collections.abc import Iterator
from datetime import datetime

from extract.records import Page

OK = 200
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"\s*(?:[*+-]|\d{1,3}[.)])\s+(.+)")
_STRONG = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
# Where a kept article says what it is: source, link, address; date, published.
_SOURCE = re.compile(r"\W{0,4}(?:来源|链接|原文|source|url|link)\W{0,3}[:：]\s*(https?://\S+)", re.IGNORECASE)
_DATE = re.compile(r"\W{0,4}(?:发布日期|发布时间|日期|published|date)\W{0,3}[:：]\s*(\S.{3,40})", re.IGNORECASE)


def read_text_page(text: str, uri: str, saved_at: datetime) -> Page:
    """The text as an HTML page. Headings, list items and bold words are told by Markdown's signs.

    A line `来源：` or `source:` gives its address, else it is `uri`; a line `发布日期：` or `date:` its date. Both are
    no part of the article.
    """
    lines = text.splitlines()
    url = next((match[1] for match in map(_SOURCE.match, lines) if match), uri)
    date = next((match[1] for match in map(_DATE.match, lines) if match), "")
    title = next((match[2] for match in map(_HEADING.match, lines) if match), lines[0] if lines else "")
    told = [line for line in lines if not _SOURCE.match(line) and not _DATE.match(line)]
    head = f'<title>{_plain(title)}</title><meta property="article:published_time" content="{html.escape(date)}">'
    body = "".join(_iter_elements(told))
    whole = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><article>{body}</article></body></html>"
    return Page(url, saved_at, OK, (("Content-Type", "text/html; charset=utf-8"),), whole.encode(), "")


def _iter_elements(lines: list[str]) -> Iterator[str]:
    is_list = False
    for line in filter(str.strip, lines):
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if is_list != bool(item and not heading):
            is_list = not is_list
            yield "<ul>" if is_list else "</ul>"
        if heading:
            yield f"<h{len(heading[1])}>{_plain(heading[2])}</h{len(heading[1])}>"
        elif item:
            yield f"<li>{_inline(item[1])}</li>"
        else:
            yield f"<p>{_inline(line.strip())}</p>"
    if is_list:
        yield "</ul>"


def _inline(text: str) -> str:
    return _STRONG.sub(lambda match: f"<strong>{match[1] or match[2]}</strong>", html.escape(text, quote=False))


def _plain(text: str) -> str:
    return html.escape(_STRONG.sub(lambda match: match[1] or match[2], text), quote=False)
