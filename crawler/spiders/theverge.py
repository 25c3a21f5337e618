"""The Verge, https://www.theverge.com: American technology news. Its section AI.

The feed is in many public lists (read 2026-11): Atom, ten articles, of which the text may end at a paywall.
"""

from crawler.news import NewsSpider


class ThevergeSpider(NewsSpider):
    name = "theverge"
    title = "The Verge"
    base_url = "https://www.theverge.com/"
    language = "en"
    timezone = "America/New_York"
    feeds = ("/rss/ai-artificial-intelligence/index.xml",)
    article_path = r"/[\w-]+/\d+/[^/]+/?"
    floor = 5
