"""MarkTechPost, https://www.marktechpost.com: AI news and papers on WordPress.

The API and the feed are what public crawlers and lists have (read 2026-11).
"""

from crawler.news import NewsSpider


class MarktechpostSpider(NewsSpider):
    name = "marktechpost"
    title = "MarkTechPost"
    base_url = "https://www.marktechpost.com/"
    aliases = ("marktechpost.com",)
    language = "en"
    timezone = "America/Los_Angeles"
    posts = "/wp-json/wp/v2/posts"
    feeds = ("/feed/",)
    article_path = r"/20\d\d/[01]\d/[0-3]\d/[^/]+/?"
    floor = 5
