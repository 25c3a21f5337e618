"""机器之心 (Synced), https://www.jiqizhixin.com: Chinese AI news.

The JSON API is what its own pages read, as public crawlers have it, with these fields (read 2026-11). The feed is in
many public lists. One reported on 2026-09-10 that a page about a data service answers in its place, others cite
addresses from it in the same month: it may be gone. The sitemap is an unverified guess.
"""

from crawler.jsonapi import ApiFields
from crawler.news import NewsSpider


class JiqizhixinSpider(NewsSpider):
    name = "jiqizhixin"
    title = "机器之心"
    base_url = "https://www.jiqizhixin.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    apis = ("/api/v4/articles.json?sort=time&page={page}&per=20",)
    api = ApiFields("articles", "/articles/{slug}", published="publishedAt")
    feeds = ("/rss",)
    sitemaps = ("/sitemap.xml",)
    article_path = r"/articles/20\d\d-[01]\d-[0-3]\d(-\d+)?"
    drops_query = True
    floor = 5
