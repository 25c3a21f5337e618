"""Google DeepMind, https://deepmind.google: its blog.

The feed answered others on 2026-10-08 (read 2026-11). It has articles of blog.google too, which are left to that
site.
"""

from crawler.news import NewsSpider


class DeepmindSpider(NewsSpider):
    name = "deepmind"
    title = "Google DeepMind"
    base_url = "https://deepmind.google/"
    language = "en"
    timezone = "Europe/London"
    feeds = ("/blog/rss.xml",)
    article_path = r"/(discover/)?blog/[^/]+/?"
