"""Anthropic, https://www.anthropic.com: its news. There is no feed.

The sitemap is what public crawlers read, with the days of last changes; on the list, the links that lead to
`/news/`, whatever the classes around them, which change with each design (read 2026-11).
"""

from crawler.news import NewsSpider


class AnthropicSpider(NewsSpider):
    name = "anthropic"
    title = "Anthropic"
    base_url = "https://www.anthropic.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    sitemaps = ("/sitemap.xml",)
    lists = ("/news",)
    list_links = "a[href*='/news/']::attr(href)"
    article_path = r"/news/[^/]+/?"
    floor = 5
