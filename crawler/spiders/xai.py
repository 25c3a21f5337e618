"""xAI, https://x.ai: its news. There is no feed.

The sitemap is what public crawlers read, with the days of last changes (read 2026-11); the list page is an
unverified guess.
"""

from crawler.news import NewsSpider


class XaiSpider(NewsSpider):
    name = "xai"
    title = "xAI"
    base_url = "https://x.ai/"
    language = "en"
    timezone = "America/Los_Angeles"
    sitemaps = ("/sitemap.xml",)
    lists = ("/news",)
    list_links = "a[href*='/news/']::attr(href)"
    article_path = r"/news/[^/]+/?"
