"""InfoQ 中国 (InfoQ China), https://www.infoq.cn: Chinese news for software developers, every topic.

The feed answered others on 2026-09-10; robots.txt forbids `/feed/` and not `/feed`. The articles' text is said to
be loaded by scripts: expect pages that have little of it.
"""

from crawler.news import NewsSpider


class InfoqCnSpider(NewsSpider):
    name = "infoq-cn"
    title = "InfoQ 中国"
    base_url = "https://www.infoq.cn/"
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/feed",)
    article_path = r"/(article|news|minibook)/[\w-]+"
    drops_query = True
    floor = 5
