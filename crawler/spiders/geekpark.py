"""极客公园 (GeekPark), https://www.geekpark.net: Chinese technology news, every topic.

The feed answered others on 2026-09-10 and 2026-10-08, as public lists of feeds say (read 2026-11).
"""

from crawler.news import NewsSpider


class GeekparkSpider(NewsSpider):
    name = "geekpark"
    title = "极客公园"
    base_url = "https://www.geekpark.net/"
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/rss",)
    article_path = r"/news/\d+"
    drops_query = True
    floor = 5
