"""What sites list, in the forms that they list it in."""

import json
import time

import pytest

from crawler.listings import Listing, ListingError, read_date, read_feed, read_posts

URL = "https://news.example/feed"


def test_posts_are_dated_in_greenwich_and_never_by_the_local_date() -> None:
    local = {"date": "2026-02-20T10:00:00", "modified": "2026-02-21T11:04:05"}
    gmt = {"date_gmt": "2026-02-20T02:00:00", "modified_gmt": "2026-02-21T03:04:05"}
    body = json.dumps([{"link": "https://news.example/2026/02/7.html", **local, **gmt}]).encode()
    expected = Listing("https://news.example/2026/02/7.html", "2026-02-20T02:00:00Z", "2026-02-21T03:04:05Z")
    assert read_posts(body) == [expected]


def test_posts_without_a_link_are_left_out_and_without_dates_kept() -> None:
    body = json.dumps([{"id": 1}, {"link": 5}, "x", {"link": "https://a.example/1", "date_gmt": "0000-00-00T00:00:00"}])
    assert read_posts(body.encode()) == [Listing("https://a.example/1")]


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"code":"rest_no_route"}', b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_list_of_posts_is_an_error(body: bytes) -> None:
    with pytest.raises(ListingError):
        read_posts(body)


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://news.example</link>
<item><title>甲</title><link>https://news.example/2026/02/2.html</link><guid>https://news.example/?p=2</guid>
<pubDate>Fri, 20 Feb 2026 10:00:00 +0800</pubDate></item>
<item><title>乙</title><link> /2026/02/1.html </link></item><item><title>no link</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://news.example/"/>
<entry><link rel="self" href="https://news.example/api/3"/><link rel="alternate" href="https://news.example/3"/>
<published>2026-02-20T02:00:00Z</published><updated>2026-02-21T10:00:00+08:00</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="https://news.example/4">
<link>https://news.example/4</link><dc:date>2026-02-20T10:00:00+08:00</dc:date></item></rdf:RDF>"""


def test_the_link_of_a_feed_entry_is_read_and_not_its_guid() -> None:
    assert read_feed(RSS.encode(), URL) == [
        Listing("https://news.example/2026/02/2.html", "2026-02-20T02:00:00Z"),
        Listing("https://news.example/2026/02/1.html"),
    ]


def test_atom_says_when_an_entry_was_modified() -> None:
    assert read_feed(ATOM.encode(), URL) == [
        Listing("https://news.example/3", "2026-02-20T02:00:00Z", "2026-02-21T02:00:00Z")
    ]


def test_rdf_is_a_feed_too() -> None:
    assert read_feed(RDF.encode(), URL) == [Listing("https://news.example/4", "2026-02-20T02:00:00Z")]


def test_a_feed_in_gb18030_with_blank_lines_first_is_read() -> None:
    body = ("\n\n" + RSS.replace("UTF-8", "GB18030")).encode("gb18030")
    assert len(read_feed(body, URL)) == 2


def test_an_odd_feed_is_read_by_feedparser() -> None:
    broken = RSS.replace("<title>甲</title>", "<title>甲 & 乙 &nbsp;</title>")
    assert [listing.url[-6:] for listing in read_feed(broken.encode(), URL)] == ["2.html", "1.html"]


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"/etc/hostname", b"https://127.0.0.1/"])
def test_what_is_no_feed_is_an_error_and_opens_nothing(body: bytes) -> None:
    with pytest.raises(ListingError):
        read_feed(body, URL)


def test_a_feed_cannot_read_files_of_this_machine(tmp_path) -> None:  # noqa: ANN001
    secret = tmp_path / "secret"
    secret.write_text("secret-word")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = entity + RSS.partition("?>")[2].replace("/2026/02/2.html", "/&x;")
    assert "secret-word" not in str(read_feed(body.encode(), URL))


def test_entities_within_entities_do_not_grow() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE rss [<!ENTITY a0 "x">{entities}]>' + RSS.partition("?>")[2].replace("甲", "&a11;")
    started = time.process_time()
    assert len(read_feed(body.encode(), URL)) == 2
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-02-38T10:00:00Z",
        "2026-02-20T10:00:00",
        "0001-01-01T00:00:00+14:00",
        "Fri, 38 Feb 2026 10:00:00 +0800",
    ],
)
def test_a_date_that_is_none_or_has_no_zone_is_not_guessed(text: str) -> None:
    assert read_date(text) == ""
