"""VentureBeat, https://venturebeat.com: American technology news. Its category AI.

Both feeds are in many public lists (read 2026-11). The second has every topic. It is said to turn crawlers away.
"""

from crawler.news import NewsSpider


class VenturebeatSpider(NewsSpider):
    name = "venturebeat"
    title = "VentureBeat"
    base_url = "https://venturebeat.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    feeds = ("/category/ai/feed/", "/feed/")
    article_path = r"/[\w-]+/[\w-]+/?"
    floor = 5
