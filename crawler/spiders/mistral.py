"""Mistral AI, https://mistral.ai: its news.

The first feed answered others on 2026-10-08; the second is in other public lists (read 2026-11).
"""

from crawler.news import NewsSpider


class MistralSpider(NewsSpider):
    name = "mistral"
    title = "Mistral AI"
    base_url = "https://mistral.ai/"
    language = "en"
    timezone = "Europe/Paris"
    feeds = ("/news/rss", "/rss.xml")
    article_path = r"/news/[^/]+/?"
