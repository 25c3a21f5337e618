"""TechCrunch, https://techcrunch.com: American technology news on WordPress. Its category AI.

The number of the category and the feed are those of several public crawlers, one of which compared API and category
page link by link (read 2026-11).
"""

from crawler.news import NewsSpider


class TechcrunchSpider(NewsSpider):
    name = "techcrunch"
    title = "TechCrunch"
    base_url = "https://techcrunch.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    posts = "/wp-json/wp/v2/posts"
    post_categories = (577047203,)  # AI
    feeds = ("/category/artificial-intelligence/feed/",)
    article_path = r"/20\d\d/[01]\d/[0-3]\d/[^/]+/?"
    floor = 5
