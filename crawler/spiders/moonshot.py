"""Moonshot AI (月之暗面), https://www.kimi.com: the blog of Kimi.

The sitemap is an index that leads to one of the blog, without dates, as public crawlers say (read 2026-11). The
list page is an unverified guess.
"""

from crawler.news import NewsSpider


class MoonshotSpider(NewsSpider):
    name = "moonshot"
    title = "Moonshot AI"
    base_url = "https://www.kimi.com/"
    aliases = ("kimi.com",)
    language = "en"
    timezone = "Asia/Shanghai"
    sitemaps = ("/sitemap.xml",)
    sitemap_path = r".*blog.*\.xml"
    lists = ("/blog/",)
    list_links = "a[href*='/blog/']::attr(href)"
    article_path = r"(/en)?/blog/[\w.-]+/?"
