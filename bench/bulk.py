"""What stands around an article on a page from the web: scripts, styles, menus, related links; about 80 KB."""

from dataclasses import replace

from extract.records import Page

LINKS, CARDS, NOTES = 160, 60, 40
STATE = b'{"id":1042,"path":"/a/b","flags":[true,false,null]},' * 700
RULES = b".box-a1>li{margin:0 auto;padding:4px 8px;color:#1a2b3c}" * 250


def with_bulk(page: Page) -> Page:
    """The page with all that in the places where pages have it: the head, before the article and behind it."""
    html, lowered = page.body, page.body.lower()
    head, opening, end = lowered.find(b"</head>"), lowered.find(b"<body"), lowered.rfind(b"</body>")
    body = lowered.find(b">", opening) + 1
    if not 0 <= head < opening < body <= end:
        raise ValueError(f"{page.url}: no page with a head and a body")
    parts = (html[:head], _head(), html[head:body], _menu(), html[body:end], _cards(), _footer(), html[end:])
    return replace(page, body=b"".join(parts))


def _head() -> bytes:
    return b"<style>" + RULES + b'</style><script>window.__state={"items":[' + STATE + b"]};</script>"


def _menu() -> bytes:
    items = "".join(
        f'<li class="nav-item item-{number % 7}"><a href="/channel/{number}/">Section {number}</a></li>'
        for number in range(LINKS)
    )
    return f'<div class="site-head"><div class="menu"><ul class="nav-list">{items}</ul></div></div>'.encode()


def _cards() -> bytes:
    cards = "".join(
        f'<div class="card card-s"><a class="pic" href="/p/{number}.html"><img src="/i/{number}.jpg" width="120"></a>'
        f'<div class="info"><a href="/p/{number}.html"><span class="t">Another headline, number {number}</span></a>'
        f'<span class="when">{number % 23} h</span><span class="tag">Tag {number % 9}</span></div></div>'
        for number in range(CARDS)
    )
    return f'<div class="side-rail"><div class="list-more">{cards}</div></div>'.encode()


def _footer() -> bytes:
    links = "".join(f'<a class="foot-link" href="/about/{number}">Page {number}</a>' for number in range(NOTES))
    return f'<div class="page-foot"><div class="wrap">{links}</div></div>'.encode()
