"""What the file of a site says of it: all that a spider needs to know besides how to crawl."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from crawler.jsonapi import ApiFields
from crawler.listings import Listing
from crawler.urls import canonical_url, moved_url


class Site:
    """Its class attributes. Paths are relative to `base_url`; of several, each is an alternative to the one before."""

    name = ""
    title = ""  # as its readers know it
    base_url = ""
    aliases: tuple[str, ...] = ()  # other hosts whose addresses mean the same on this one
    allowed_domains: Collection[str] = ()  # set by the spider: the host that is crawled, and its API's
    private_hosts: Collection[str] = ()  # hosts that may have a private address: the site is in the user's own house
    language = ""
    timezone = ""
    posts = ""  # path of the WordPress posts API
    post_categories: tuple[int, ...] = ()
    apis: tuple[str, ...] = ()  # paths of another JSON API; with {page} in it, its pages from 1 on are read
    api = ApiFields()  # what stands where in its answer
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()  # an index leads to its sitemaps, of which sitemap_path chooses
    sitemap_path = ".*"  # regular expression that the whole path of a sitemap in an index matches
    lists: tuple[str, ...] = ()  # with {page} in it, its pages from 1 on are read
    list_links = ""  # css selector of the links on a list page, or in each of its rows
    list_rows = ""  # css selector of the rows, where each shows a time
    list_times = ""  # css selector of the time in a row
    article_path = ""  # regular expression that the whole path of an article matches
    drops_query = False  # what follows the ? only says where the reader came from
    floor = 1  # a healthy run finds at least so many links
    max_pages = 1000  # of lists, and of sitemaps
    max_failures = 5  # one after the other, each with its retries: then the site is left alone until the next run
    every = 6.0  # hours from one scheduled run to the next
    drought = 14  # days without a new article after which something is wrong

    @property
    def is_copy(self) -> bool:
        return self.base_url != type(self).base_url

    def here(self, url: str) -> str:
        """Where a copy is crawled, the same path there: an API on a host of its own is copied too."""
        return moved_url(url, url, self.base_url) if self.is_copy else url

    def is_here(self, url: str, path: str) -> bool:
        """An address on the host that is crawled, whose whole path matches the regular expression."""
        parts = urlsplit(url)
        return parts.hostname == urlsplit(self.base_url).hostname and bool(re.fullmatch(path, parts.path))

    def own(self, listing: Listing) -> Listing:
        """With its canonical address; on the copy that is crawled, where the listing names the original."""
        url = canonical_url(listing.url, self.base_url)
        if self.drops_query:
            url = url.partition("?")[0]
        original = type(self).base_url
        for alias in self.aliases:
            url = moved_url(url, f"https://{alias}", original)
        return listing._replace(url=moved_url(url, original, self.base_url))
