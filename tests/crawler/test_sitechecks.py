"""`moxun sites --check` against a loopback copy: a right file is confirmed, a wrong one is named."""

from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from pipelines.sitechecks import SiteCheck, check_sites

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

    from conftest import NewsSite

WAYS = ["/wp-json/wp/v2/posts", "/category/资讯/feed", "/feed", "/category/资讯/page/{page}"]


def check(site: "NewsSite", processes: "ForkServerContext") -> SiteCheck:
    with ProcessPoolExecutor(1, processes) as pool:
        (found,) = pool.submit(check_sites, ["qbitai"], site.url, {"BACKOFF_FIRST": 0.05}).result(timeout=120)
        return found


def test_every_way_is_tried_and_two_articles_are_read(news_site: "NewsSite", processes: "ForkServerContext") -> None:
    found = check(news_site, processes)
    assert found.ways == dict(zip(WAYS, (12, 10, 10, 10), strict=True))
    assert [article.title for article in found.articles] == ["第412号消息", "第411号消息"]
    assert found.faults == ["no date in any article"]  # the test's pages have none
    assert len(news_site.asked(".html")) == 2


def test_a_way_that_lists_nothing_is_named(news_site: "NewsSite", processes: "ForkServerContext") -> None:
    news_site.broken = {"/feed", "/wp-json"}
    found = check(news_site, processes)
    assert "/wp-json/wp/v2/posts lists nothing" in found.faults
    assert "/feed lists nothing" in found.faults
    assert found.ways[WAYS[3]] == 10


def test_a_site_that_is_gone_is_named(news_site: "NewsSite", processes: "ForkServerContext") -> None:
    news_site.broken = {"/wp-json", "/feed", "/category", "/20"}
    found = check(news_site, processes)
    assert found.articles == ()
    assert "no article could be fetched" in found.faults
    assert any("fewer than" in fault for fault in found.faults)
