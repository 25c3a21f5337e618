"""Titles and days of publication come from the best source a page has, and nothing is guessed."""

from datetime import UTC, date, datetime

import pytest

from extract.article import read_article
from extract.records import Article, Page

PROSE = (
    "北辰科技在演示大会上发布了新模型，画质比上一代更稳定，人物的动作也更自然。"
    "研究者可以申请试用，权重将于下月开放，现场讨论热烈。"
)
FETCHED_AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
JSON_LD = '<script type="application/ld+json">{}</script>'


def read(head: str = "", body: str = "", url: str = "https://news.example/a", *, search: bool = False) -> Article:
    markup = f"<html><head>{head}</head><body><article>{body}<p>{PROSE}</p></article></body></html>"
    return read_article(Page(url, FETCHED_AT, 200, (), markup.encode(), ""), search_date=search)


def day_of(article: Article) -> str | None:
    return article.published.start.isoformat() if article.published else None


@pytest.mark.parametrize(
    ("head", "body", "basis"),
    [
        (JSON_LD.format('{"@type": "NewsArticle", "datePublished": "2026-06-11T08:00:00+08:00"}'), "", "json-ld"),
        (JSON_LD.format('{"@graph": [{"@type": "Article", "datePublished": "2026-06-11"}]}'), "", "json-ld"),
        (JSON_LD.format('{"@id": "https://x.example/1", "pubDate": "2026-06-11T12:17:22"}'), "", "json-ld"),
        (JSON_LD.format('{"@type": "Article", "datePublished": "2026-06-11", broken'), "", "json-ld"),
        ('<meta property="article:published_time" content="2026-06-11T08:00:00Z">', "", "opengraph"),
        ('<meta name="PubDate" content="2026/6/11 08:00">', "", "meta"),
        ("", '<span class="pubtime">2026年6月11日 08:00 来源：某报</span>', "hint"),
        ("", '<abbr class="published" title="2026-06-11T08:00:00-07:00">8:00 AM</abbr>', "hint"),
        ("", '<abbr class="published" title="2026-06-11 17:19:53 GMT">today</abbr>', "hint"),
        ("", '<footer><div class="node__submitted">By press on Thu, 11 June 2026</div></footer>', "hint"),
        ("", '<time datetime="2026-06-11T08:00">gestern</time>', "time"),
        ("", "<time>June 11, 2026</time>", "time"),
    ],
)
def test_day_is_read_where_the_page_says_it(head: str, body: str, basis: str) -> None:
    article = read(head, body)
    assert (day_of(article), article.published_basis) == ("2026-06-11", basis)
    assert article.published
    assert article.published.precision == "day"
    assert article.problems == ()


def test_better_sources_are_asked_first() -> None:
    head = '<meta name="pubdate" content="2026-06-12"><meta property="article:published_time" content="2026-06-11">'
    head += JSON_LD.format(
        '[{"@type": "WebPage", "datePublished": "2020-01-01"}, {"@type": "NewsArticle", "datePublished": "2026-06-10"}]'
    )
    assert day_of(read(head, "<time>2026-06-13</time>")) == "2026-06-10"


STRIP = "".join(f"<a>Tern-{day} is out <time datetime='2026-06-{day}'>June {day}</time></a>" for day in (29, 28, 27))
OWN = "<time datetime='2026-06-11'>June 11</time>"


@pytest.mark.parametrize(
    "body",
    [
        f"{STRIP}<h1>Lyra-8 is open</h1><div>By Ada Park</div>{OWN}",
        f"<h1>Demo</h1>{STRIP}<h1>Lyra-8 is open</h1>{OWN}",
        f"{OWN}<h1>Lyra-8 is open</h1>{f'<p>{PROSE}</p>' * 4}{STRIP}",
        f"{OWN}{STRIP}",
    ],
)
def test_a_day_by_the_headline_is_asked_before_those_of_other_articles(body: str) -> None:
    assert day_of(read(body=body)) == "2026-06-11"


@pytest.mark.parametrize(
    ("url", "stamp", "day"),
    [
        ("https://www.qbitai.com/x", "2026-06-10T16:30:00Z", "2026-06-11"),
        ("https://techcrunch.com/x", "2026-06-11T05:00:00+00:00", "2026-06-10"),
        ("https://the-decoder.com/x", "2026-06-10T22:30:00.000Z", "2026-06-11"),
        ("https://techcrunch.com/x", "2026-06-11T00:00:00.000Z", "2026-06-11"),
        ("https://techcrunch.com/x", "2026-06-11T00:00:00+00:00", "2026-06-11"),
        ("https://techcrunch.com/x", "2026-06-11T00:00:01Z", "2026-06-10"),
        ("https://www.qbitai.com/x", "2026-06-11 23:59:00", "2026-06-11"),
        ("https://news.example/x", "2026-06-11T23:30:00+08:00", "2026-06-11"),
        ("https://news.example/x", "2026-06-11T00:30:00+08:00", "2026-06-11"),
    ],
)
def test_a_day_is_the_sites_own(url: str, stamp: str, day: str) -> None:
    assert day_of(read(f'<meta property="article:published_time" content="{stamp}">', url=url)) == day


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-02-38", "impossible-date"),
        ("2026-13-01T00:00:00Z", "impossible-date"),
        ("1970-01-01T00:00:00Z", "impossible-date"),
        ("2026-07-04", "future-date"),
        ("2036-01-01", "future-date"),
    ],
)
def test_a_date_that_cannot_be_becomes_a_problem(raw: str, code: str) -> None:
    article = read(f'<meta property="article:published_time" content="{raw}">')
    assert article.published is None
    assert article.published_basis == "none"
    assert article.published_raw == raw
    assert [(problem.stage, problem.code, problem.value) for problem in article.problems] == [("article", code, raw)]


def test_after_an_impossible_date_the_next_source_is_asked() -> None:
    article = read('<meta property="article:published_time" content="2026-02-38">', "<time>2026-02-28</time>")
    assert (day_of(article), article.published_basis) == ("2026-02-28", "time")
    assert article.published_raw == "2026-02-38"


def test_after_an_impossible_date_the_address_gives_the_month() -> None:
    article = read('<meta name="date" content="2026-02-38">', url="https://www.qbitai.com/2026/02/381644.html")
    assert article.published
    assert (article.published.start, article.published.end) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (article.published.precision, article.published_basis, article.published_raw) == (
        "month",
        "url",
        "2026-02-38",
    )


def test_tomorrow_is_no_future_date_where_clocks_differ() -> None:
    assert day_of(read('<meta name="date" content="2026-07-02">')) == "2026-07-02"


@pytest.mark.parametrize(
    ("url", "start", "precision"),
    [
        ("https://x.example/2026/06/9.html", "2026-06-01", "month"),
        ("https://x.example/2026/06/12/", "2026-06-01", "month"),
        ("https://x.example/2026/06/12/slug", "2026-06-12", "day"),
        ("https://x.example/2026/Jun/2/slug", "2026-06-02", "day"),
        ("https://x.example/tech/2026-06/t1.html", "2026-06-01", "month"),
        ("https://x.example/202606/t1.html", "2026-06-01", "month"),
        ("https://x.example/20260612/1.html", "2026-06-12", "day"),
        ("https://x.example/2026/0612/c1.html", "2026-06-12", "day"),
        ("https://x.example/202606/12/1.html", "2026-06-12", "day"),
        ("https://x.example/202606/t20260612_1.html", "2026-06-12", "day"),
        ("https://x.example/20260612093000.html", "2026-06-12", "day"),
        ("https://x.example/posts/2026-06-12-slug", "2026-06-12", "day"),
        ("https://x.example/2026/06/12-ways", "2026-06-01", "month"),
        ("https://x.example/2026/06/12345678.html", "2026-06-01", "month"),
        ("https://x.example/20260612.html", None, None),
        ("https://x.example/2026/06/31/slug", "2026-06-01", "month"),
        ("https://x.example/0/961/945.htm", None, None),
        ("https://x.example/2026/slug", None, None),
        ("https://x.example/2026/Xyz/02/slug", None, None),
    ],
)
def test_an_address_gives_no_more_than_it_says(url: str, start: str | None, precision: str | None) -> None:
    article = read(url=url)
    assert (day_of(article), article.published and article.published.precision) == (start, precision)


def test_an_address_in_the_future_is_a_problem() -> None:
    article = read(url="https://x.example/2027/02/1.html")
    assert article.published is None
    assert [problem.code for problem in article.problems] == ["future-date"]


HEADLINE = "<h1>Ein Bericht</h1>"


@pytest.mark.parametrize(
    "line",
    [
        "June 11, 2026",
        "By Ada Park | 11 June 2026 | 5 min read",
        "Thursday, June 11th, 2026 at 9:00 a.m.",
        "Updated: June 20, 2026 · Published: June 11, 2026",
        "2026年06月11日 09:00 来源：某报",
        "2026.06.11 09:00 北京",
        "更新时间：2026-06-20 发布时间：2026-06-11",
        "二〇二六年六月十一日",
        "于 2026-06-11 09:00 首次发布",
    ],
)
def test_a_day_beside_the_headline_is_the_pages(line: str) -> None:
    summary = f"<p>{PROSE}</p>"
    for body in (f"{HEADLINE}<p>{line}</p>", f"{HEADLINE}{summary}<div>{line}</div>", f"<p>{line}</p>{HEADLINE}"):
        article = read(body=body)
        assert (day_of(article), article.published_basis) == ("2026-06-11", "visible")


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<p>Last updated June 11, 2026</p>",
        f"{HEADLINE}<p>已于 2026-06-11 09:00 修改</p>",  # changed on
        f"{HEADLINE}<p>Release date: June 11, 2026</p>",
        f"{HEADLINE}<table><tr><th>Initial release</th><td>June 11, 2026</td></tr></table>",
        f"{HEADLINE}<p>06/11/2026</p>",  # June in America, November elsewhere
        f"{HEADLINE}<p>It was founded on June 11, 2026.</p>",
        f"{HEADLINE}<h2>June 11, 2026</h2>",
        "<p>June 11, 2026</p>",  # of no headline
        f"{HEADLINE}<p>{PROSE}</p><p>June 11, 2026</p><p>{PROSE}</p><p>June 12, 2026</p>",  # a chronicle
        f"{HEADLINE}{'<p>x</p>' * 9}<p>June 11, 2026</p>",
    ],
)
def test_other_days_beside_the_headline_are_not(body: str) -> None:
    assert read(body=body).published is None


def test_a_heading_of_signs_is_not_the_headline() -> None:
    head = "<title>Ein Bericht</title>"
    body = f"<p>May 1, 2026</p><h2>***</h2>{'<p>x</p>' * 9}{HEADLINE}<p>June 11, 2026</p>"
    assert day_of(read(head, body)) == "2026-06-11"


def test_a_logo_that_is_a_heading_is_neither_the_headline_nor_the_title() -> None:
    head = "<title>Halden Labs ships Tern-4 - The Harbour Gazette</title>"
    logo = "<h1>The Harbour Gazette</h1><p>Wednesday, July 1, 2026</p>"
    article = read(head, f"{logo}<h1>Halden Labs ships Tern-4</h1><p>June 11, 2026</p>")
    assert (article.title, day_of(article)) == ("Halden Labs ships Tern-4", "2026-06-11")


def test_a_day_stands_beside_a_headline_that_is_no_heading() -> None:
    head = "<title>Halden Labs ships Tern-4 | News | The Harbour Gazette</title>"
    headline = "<div>Halden Labs ships Tern-4</div><div>News · June 11, 2026</div>"
    assert day_of(read(head, f"<div>News</div>{headline}")) == "2026-06-11"
    assert read(head, "<div>News</div><div>June 11, 2026</div>").published is None


def test_an_address_tells_the_day_before_the_page_shows_one() -> None:
    body = f"{HEADLINE}<p>June 11, 2026</p>"
    assert read(body=body, url="https://x.example/2026/06/12/slug").published_basis == "url"
    assert read(body=body, url="https://x.example/2026/06/slug").published_basis == "visible"


@pytest.mark.parametrize(
    "script",
    [
        "var ct = '1'; var createTime = '2026-06-11 20:08';",
        '{"props": {"post": {"publishedAt": "2026-06-11T16:00:00.000Z", "updatedAt": "2026-06-20T16:00:00Z"}}}',
        r'self.push([1, "{\"title\":\"x\",\"published_on\":\"2026-06-11\"}"])',
        "window.state = {publishTime: 1781161200000, pubDate: '2026/06/11'}",
    ],
)
def test_a_day_that_only_scripts_know_is_the_pages(script: str) -> None:
    article = read(f"<script>{script}</script>")
    assert (day_of(article), article.published_basis) == ("2026-06-11", "script")


@pytest.mark.parametrize(
    "script",
    [
        '[{"publishedAt": "2026-06-11"}, {"publishedAt": "2026-06-12"}]',  # of which article?
        '{"updatedAt": "2026-06-11", "expiresAt": "2026-06-12"}',
        '{"publishedAt": 12345, "postId": 1781161200}',
    ],
)
def test_other_days_in_scripts_are_not(script: str) -> None:
    assert read(f"<script>{script}</script>").published is None


def test_the_day_of_the_fetch_is_never_taken() -> None:
    article = read()
    assert (article.published, article.published_raw, article.published_basis) == (None, "", "none")


def test_the_whole_page_is_searched_last_and_only_if_wanted() -> None:
    body = "<p>Posted on <b>June 11, 2026</b> by the team</p><footer>Updated: 2026-06-11</footer>"
    assert read(body=body, search=False).published is None
    found = read(body=body, search=True)
    assert (day_of(found), found.published_basis) == ("2026-06-11", "htmldate")


@pytest.mark.parametrize(
    "body", ["<time></time>", "<time datetime=''>soon</time>", "<time>3 hours ago</time>", "<time>v2.0</time>"]
)
def test_words_that_are_no_date_give_none(body: str) -> None:
    article = read(body=body)
    assert (article.published, article.problems) == (None, ())


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>北辰开源 Lyra-8 - 演示网</title><meta property='og:site_name' content='演示网'>",
            "",
            "北辰开源 Lyra-8",
        ),
        ("<title>北辰开源 Lyra-8 | 演示网</title>", "", "北辰开源 Lyra-8"),
        ("<title>北辰开源 Lyra-8_科技频道_演示网</title>", "", "北辰开源 Lyra-8"),
        ("<title>北辰开源 Lyra-8--科技--演示网</title>", "", "北辰开源 Lyra-8"),
        ("<title>Gust-3 is here</title>", "<h1>Gust-3<br>is <span>here</span></h1>", "Gust-3 is here"),
        ("<title>OpenLab - Gust-3 is here</title>", "", "OpenLab - Gust-3 is here"),
        ("<title>频道</title><meta property='og:title' content='北辰开源 Lyra-8'>", "", "北辰开源 Lyra-8"),
        ("<title>北辰开源 Lyra-8，速度翻倍</title>", "<h1>演示网</h1><h1>北辰开源 Lyra-8</h1>", "北辰开源 Lyra-8"),
        ("<title>无标题文档</title>", "<h2>北辰开源 Lyra-8 模型</h2>", "北辰开源 Lyra-8 模型"),
        ("<title>2026-06-11</title>", "<p>北辰开源 Lyra-8 模型</p>", "北辰开源 Lyra-8 模型"),
        ("<title>news.example</title>", "<p>广告</p><p>北辰开源 Lyra-8 模型</p>", "北辰开源 Lyra-8 模型"),
        (
            JSON_LD.format('{"@type": "NewsArticle", "headline": "北辰开源 Lyra-8"}') + "<title>演示</title>",
            "",
            "北辰开源 Lyra-8",
        ),
        (JSON_LD.format('{"@id": "https://x.example/1", "title": "北辰开源 Lyra-8"}'), "", "北辰开源 Lyra-8"),
        ("<title></title>", "", ""),
        ("<title>It&amp;#039;s out:  Gust\n3</title>", "", "It's out: Gust 3"),
    ],
)
def test_title_is_the_headline_without_the_sites_name(head: str, body: str, title: str) -> None:
    article = read(head, body)
    assert article.title == title
    if title:
        assert (article.blocks[0].kind, article.text[: article.blocks[0].end]) == ("title", title)
    assert article.text.count(title) == (1 if title else len(article.text) + 1)


def test_an_address_tells_the_headline_among_short_lines() -> None:
    lines = "<p>Good morning to all our readers</p><p>Gust 3 runs on phones, says Northwind</p>"
    article = read("<title>example.com</title>", lines, "https://x.example/gust-3-runs-on-phones-says-northwind")
    assert article.title == "Gust 3 runs on phones, says Northwind"


@pytest.mark.parametrize(
    "text",
    ["[" * 5_000, '{"a":' * 5_000, "null", "3", '"x"', '{"@type": ["A"], "author": 3}', '{"datePublished": {"x": 1}}'],
)
def test_odd_json_is_nobodys_crash(text: str) -> None:
    assert read(JSON_LD.format(text)).published is None
