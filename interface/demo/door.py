"""The way from the demo site's lasting address to the port where it listens today.

A page is known by its address. Were the port in it, every run would find a site that it has never seen.
"""

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class SiteDoor:
    """A Scrapy downloader middleware: the site is asked as an HTTP proxy is, by whole addresses."""

    def __init__(self, server: str) -> None:
        self.server = server

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        return cls(crawler.settings["DEMO_SERVER"])

    def process_request(self, request: "Request") -> None:
        request.meta["proxy"] = self.server


def door_settings(server: str) -> dict[str, Any]:
    """Settings for `crawl`: every request goes to `server`, none waits longer than it must to be tried again."""
    from crawler.settings import DOWNLOADER_MIDDLEWARES  # noqa: PLC0415 only when there is something to crawl

    doors = {**DOWNLOADER_MIDDLEWARES, "interface.demo.door.SiteDoor": 740}  # 750 is Scrapy's own HttpProxyMiddleware
    return {"DEMO_SERVER": server, "DOWNLOADER_MIDDLEWARES": doors, "BACKOFF_FIRST": 0.1}
