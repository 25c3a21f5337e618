"""36氪 (36Kr), https://36kr.com: Chinese business news. Its list of AI news, not all it writes.

The list page and its selector are those of several public crawlers (read 2026-11): 30 links, in the HTML as it is
served. The feed `/feed` has every topic, and is answered with a page for browsers at times.
"""

from crawler.news import NewsSpider


class Kr36Spider(NewsSpider):
    name = "36kr"
    title = "36氪"
    base_url = "https://36kr.com/"
    aliases = ("www.36kr.com",)
    language = "zh"
    timezone = "Asia/Shanghai"
    lists = ("/information/AI/",)
    list_links = "a.article-item-title::attr(href)"
    article_path = r"/p/\d+"
    drops_query = True
    floor = 5
