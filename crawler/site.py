"""What the file of a site says of it: all that a spider needs to know besides how to crawl."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from crawler.listings import Listing
from crawler.urls import canonical_url, moved_url


class Site:
    """Its class attributes. Paths are relative to `base_url`; of several, each is an alternative to the one before."""

    name = ""
    title = ""  # as its readers know it
    base_url = ""
    aliases: tuple[str, ...] = ()  # other hosts whose addresses mean the same on this one
    allowed_domains: Collection[str] = ()  # set by the spider: the host that is crawled
    language = ""
    timezone = ""
    posts = ""  # path of the WordPress posts API
    post_categories: tuple[int, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()  # an index leads to its sitemaps, of which sitemap_path chooses
    sitemap_path = ".*"  # regular expression that the whole path of a sitemap in an index matches
    lists: tuple[str, ...] = ()  # with {page} in it, its pages from 1 on are read
    list_links = ""  # css selector of the links on a list page
    article_path = ""  # regular expression that the whole path of an article matches
    drops_query = False  # what follows the ? only says where the reader came from
    floor = 1  # a healthy run finds at least so many links
    max_pages = 1000  # of lists, and of sitemaps

    @property
    def is_copy(self) -> bool:
        return self.base_url != type(self).base_url

    def is_here(self, url: str, path: str) -> bool:
        """An address on the host that is crawled, whose whole path matches the regular expression."""
        parts = urlsplit(url)
        return parts.hostname in self.allowed_domains and bool(re.fullmatch(path, parts.path))

    def own(self, listing: Listing) -> Listing:
        """With its canonical address; on the copy that is crawled, where the listing names the original."""
        url = canonical_url(listing.url, self.base_url)
        if self.drops_query:
            url = url.partition("?")[0]
        original = type(self).base_url
        for alias in self.aliases:
            url = moved_url(url, f"https://{alias}", original)
        return listing._replace(url=moved_url(url, original, self.base_url))
