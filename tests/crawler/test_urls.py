"""One address for one article."""

import pytest

from crawler.urls import canonical_url, moved_url


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.qbitai.com/2026/02/1.html#comments", "https://www.qbitai.com/2026/02/1.html"),
        (
            "https://www.qbitai.com/2026/02/1.html?utm_source=rss&utm_medium=feed",
            "https://www.qbitai.com/2026/02/1.html",
        ),
        ("https://Www.QbitAI.com:443/2026/02/1.html", "https://www.qbitai.com/2026/02/1.html"),
        ("http://site.example:8080/a?id=5&spm=a.b&page=2", "http://site.example:8080/a?id=5&page=2"),
        ("//site.example/a", "https://site.example/a"),
        ("/a/../b?q=%E4%B8%AD", "https://base.example/b?q=%E4%B8%AD"),
        (" https://site.example ", "https://site.example/"),
        ("https://me:secret@site.example/a", "https://site.example/a"),
        ("https://site.example/a?source=rss", "https://site.example/a?source=rss"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("/资讯/1.html", "https://base.example/%E8%B5%84%E8%AE%AF/1.html"),
        ("/%E8%B5%84%E8%AE%AF/1.html", "https://base.example/%E8%B5%84%E8%AE%AF/1.html"),
        ("javascript:void(0)", ""),
        ("mailto:a@b.example", ""),
        ("http://[broken/", ""),
        ("http://site.example:port/", ""),
    ],
)
def test_canonical_addresses(link: str, expected: str) -> None:
    assert canonical_url(link, "https://base.example/x/") == expected


def test_a_canonical_address_stays_as_it_is() -> None:
    once = canonical_url("HTTP://Site.Example:80/a?b=&utm_id=1&c=d%20e#f")
    assert canonical_url(once) == once == "http://site.example/a?b=&c=d+e"


def test_only_addresses_of_the_original_move_to_the_copy() -> None:
    copy = "http://127.0.0.1:8000/"
    assert moved_url("https://www.qbitai.com/a?b=c", "https://www.qbitai.com/", copy) == "http://127.0.0.1:8000/a?b=c"
    assert moved_url("https://other.example/a", "https://www.qbitai.com/", copy) == "https://other.example/a"
