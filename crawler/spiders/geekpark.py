"""极客公园 (GeekPark), https://www.geekpark.net: Chinese technology news, every topic.

The JSON API is what several public collectors of headlines read, with these fields (read 2026-11); it is on a host of
its own. The feed answered others on 2026-09-10 and 2026-10-08, as public lists of feeds say.
"""

from crawler.jsonapi import ApiFields
from crawler.news import NewsSpider


class GeekparkSpider(NewsSpider):
    name = "geekpark"
    title = "极客公园"
    base_url = "https://www.geekpark.net/"
    language = "zh"
    timezone = "Asia/Shanghai"
    apis = ("https://mainssl.geekpark.net/api/v2?page={page}",)
    api = ApiFields("homepage_posts", "/news/{post.id}", published="post.published_timestamp")
    feeds = ("/rss",)
    article_path = r"/news/\d+"
    drops_query = True
    floor = 5
