"""雷峰网 (Leiphone), https://www.leiphone.com: Chinese technology news, every topic in the feed, AI in the list.

The feed answered others on 2026-09-10 and 2026-10-07; the list's selector is that of RSSHub's route `leiphone`.
"""

from crawler.news import NewsSpider


class LeiphoneSpider(NewsSpider):
    name = "leiphone"
    title = "雷峰网"
    base_url = "https://www.leiphone.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/feed",)
    lists = ("/category/ai",)
    list_links = ".lph-pageList .word > h3 > a::attr(href)"
    article_path = r"/category/\w+/\w+\.html"
    floor = 5
