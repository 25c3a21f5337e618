"""Times as lists show them, resolved against the moment of the answer."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from scrapy.http import HtmlResponse

from crawler.discovery import read_moment
from crawler.news import NewsSpider
from crawler.showntimes import read_shown_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)  # half past ten in Shanghai


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("刚刚", "2026-03-01T02:30:00Z"),
        ("40秒前", "2026-03-01T02:29:20Z"),
        ("5分钟前", "2026-03-01T02:25:00Z"),
        ("1小时前", "2026-03-01T01:30:00Z"),
        ("半小时前", "2026-03-01T02:00:00Z"),
        ("2 个小时前", "2026-03-01T00:30:00Z"),
        ("3天前", "2026-02-26T02:30:00Z"),
        ("1周前", "2026-02-22T02:30:00Z"),
        ("今天 09:05", "2026-03-01T01:05:00Z"),
        ("昨天 18:56", "2026-02-28T10:56:00Z"),
        ("昨天", "2026-02-27T16:00:00Z"),
        ("前天 08：00", "2026-02-27T00:00:00Z"),
        ("02-27 12:00", "2026-02-27T04:00:00Z"),
        ("12月31日", "2025-12-30T16:00:00Z"),
        ("2026-02-20 10:00:59", "2026-02-20T02:00:00Z"),
        ("2026年2月20日", "2026-02-19T16:00:00Z"),
        ("2026/2/20", "2026-02-19T16:00:00Z"),
        ("发布于 2026.02.20", "2026-02-19T16:00:00Z"),
        ("2 hours ago", "2026-03-01T00:30:00Z"),
        ("an hour ago", "2026-03-01T01:30:00Z"),
        ("10 min ago", "2026-03-01T02:20:00Z"),
        ("Yesterday at 9:15", "2026-02-28T01:15:00Z"),
        ("Feb. 20th, 2026", "2026-02-19T16:00:00Z"),
        ("February 20, 2026", "2026-02-19T16:00:00Z"),
    ],
)
def test_a_shown_time_is_a_moment(text: str, moment: str) -> None:
    assert read_shown_time(text, NOW, SHANGHAI) == moment


NO_TIMES = ["", "AI", "2026-02-30", "13月1日", "2027-01-01", "GLM-5 发布", "100万次", "第3天", "99999天前"]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_or_impossible_is_none(text: str) -> None:
    assert read_shown_time(text, NOW, SHANGHAI) == ""


def test_the_clock_is_the_servers() -> None:
    answered = HtmlResponse("https://news.example/", headers={"Date": "Sun, 01 Mar 2026 02:30:00 GMT"})
    assert read_moment(answered) == NOW
    before = datetime.now(UTC)
    assert before <= read_moment(HtmlResponse("https://news.example/", headers={"Date": "soon"})) <= datetime.now(UTC)


class ListSpider(NewsSpider):
    name = "listed"
    base_url = "https://news.example/"
    timezone = "Asia/Shanghai"
    lists = ("/news/{page}",)
    list_rows = "li"
    list_links = "a::attr(href)"
    list_times = "time::text"
    article_path = r"/a/\d+"


def test_each_row_of_a_list_has_its_own_time() -> None:
    rows = [("/a/3", "1小时前"), ("/a/2", ""), ("/a/1", "昨天 18:56")]
    body = "".join(f"<li><a href='{link}'>x</a><time>{shown}</time></li>" for link, shown in rows)
    answer = HtmlResponse(
        "https://news.example/news/1", body=body.encode(), headers={"Date": "Sun, 01 Mar 2026 02:30:00 GMT"}
    )
    spider = ListSpider()
    list(spider.read_list_page(answer, "/news/{page}", 1))
    assert [listing.published for listing in spider.found.values()] == [
        "2026-03-01T01:30:00Z",
        "",
        "2026-02-28T10:56:00Z",
    ]
