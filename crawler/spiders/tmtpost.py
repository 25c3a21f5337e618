"""钛媒体 (TMTPost), https://www.tmtpost.com: Chinese business news, every topic.

Both feeds answered others in September 2026, as public lists of feeds say (read 2026-11).
"""

from crawler.news import NewsSpider


class TmtpostSpider(NewsSpider):
    name = "tmtpost"
    title = "钛媒体"
    base_url = "https://www.tmtpost.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/rss", "/rss.xml")
    article_path = r"/\d+\.html"
    drops_query = True
    floor = 5
