"""Google, https://blog.google: The Keyword. What it writes of AI.

The first feed answered others on 2026-10-08; the second is the older address (read 2026-11).
"""

from crawler.news import NewsSpider


class GoogleBlogSpider(NewsSpider):
    name = "google-blog"
    title = "Google"
    base_url = "https://blog.google/"
    language = "en"
    timezone = "America/Los_Angeles"
    feeds = ("/innovation-and-ai/technology/ai/rss/", "/technology/ai/rss/")
    article_path = r"/[\w-]+/([\w-]+/)+[\w-]+/?"
