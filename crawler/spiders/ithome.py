"""IT之家 (IT Home), https://www.ithome.com: Chinese technology news. Its list of what is tagged AI, not all it writes.

The list and its selector are those of RSSHub's route `ithome/tag` (read 2026-11). The feed `/rss/` has every topic.
"""

from crawler.news import NewsSpider


class IthomeSpider(NewsSpider):
    name = "ithome"
    title = "IT之家"
    base_url = "https://www.ithome.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    lists = ("/tag/ai", "/tag/人工智能")  # the second: artificial intelligence
    list_links = "ul.bl > li h2 > a::attr(href)"
    article_path = r"/0/\d{3}/\d{3}\.htm"
    floor = 5
