"""OpenAI, https://openai.com: its news.

The feed answered others on 2026-10-08. The sitemap is an index with one file for each kind of page, as public
crawlers say (read 2026-11). The pages themselves turn many programs away.
"""

from crawler.news import NewsSpider


class OpenaiSpider(NewsSpider):
    name = "openai"
    title = "OpenAI"
    base_url = "https://openai.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    feeds = ("/news/rss.xml",)
    sitemaps = ("/sitemap.xml",)
    sitemap_path = r"/sitemap\.xml/(release|product|research|publication|company|milestone|engineering)/?"
    article_path = r"/index/[^/]+/?"
    floor = 5
