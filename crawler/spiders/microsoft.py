"""Microsoft, https://news.microsoft.com/source: Microsoft Source, what it writes of AI, on WordPress.

The feed answered others on 2026-10-08; the older `blogs.microsoft.com/ai/feed/` was gone (read 2026-11).
"""

from crawler.news import NewsSpider


class MicrosoftSpider(NewsSpider):
    name = "microsoft"
    title = "Microsoft"
    base_url = "https://news.microsoft.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    feeds = ("/source/topics/ai/feed/",)
    article_path = r"/source/(?!topics/|tag/|author/)([\w-]+/)*[\w-]+/?"
