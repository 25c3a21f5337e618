"""A site of two thousand articles: each is fetched once, whatever happens, and then only what has changed."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import LargeCrawl

ARTICLES = 2000
KILLS = 20


def test_each_article_is_fetched_once_and_then_only_what_is_new_or_edited(large: "LargeCrawl") -> None:
    site = large.site
    first = large.run()
    assert (first.new, first.failed, first.is_healthy) == (ARTICLES, 0, True)
    assert Counter(site.asked(".html")) == Counter(list(site.by_path))
    assert len(site.asked()) == ARTICLES + 1 + ARTICLES // 100  # and robots.txt, and the pages of the API

    site.forget()
    again = large.run()
    assert (again.new, again.changed, again.failed, again.is_healthy) == (0, 0, 0, True)
    assert len(site.asked()) == 2  # robots.txt and one page of the API
    assert (site.sent["articles"], site.sent["listings"] < 1000) == (0, True)

    site.forget()
    edited = random.Random(4).sample(site.posts, 50)
    for post in edited:
        site.edit(post, post.text + "（已更正）")
    new = [site.make(number) for number in range(ARTICLES + 1, ARTICLES + 21)]
    for post in new:
        site.add(replace(post, modified=max(each.modified for each in site.posts) + timedelta(minutes=1)))
    third = large.run()
    assert (third.new, third.changed, third.failed) == (20, 50, 0)
    assert sorted(site.asked(".html")) == sorted(post.path for post in (*edited, *new))


def test_a_crawl_that_is_killed_twenty_times_ends_complete_without_a_copy(large: "LargeCrawl") -> None:
    """Killed while an answer is on its way, being archived, or being indexed: a few milliseconds decide."""
    chance = random.Random(20261125)
    for _ in range(KILLS):
        large.run_until(len(large.site.requests) + chance.randint(1, 180), delay=chance.uniform(0, 0.02))
    assert large.run().is_healthy
    assert Counter(large.numbers()) == Counter(range(1, ARTICLES + 1))
    assert len(large.site.asked(".html")) <= ARTICLES + 2 * KILLS  # what was under way is asked for again
    assert {capture.url: state for capture, state in large.captures()} == large.known()
