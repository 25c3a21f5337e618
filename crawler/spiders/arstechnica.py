"""Ars Technica, https://arstechnica.com: American technology news on WordPress. Its section AI.

The feed of the section, as WordPress makes one of every category, and as public lists have it (read 2026-11).
"""

from crawler.news import NewsSpider


class ArstechnicaSpider(NewsSpider):
    name = "arstechnica"
    title = "Ars Technica"
    base_url = "https://arstechnica.com/"
    language = "en"
    timezone = "America/New_York"
    feeds = ("/ai/feed/",)
    article_path = r"/[\w-]+/20\d\d/[01]\d/[^/]+/?"
    floor = 5
