"""MiniMax (稀宇科技), https://www.minimaxi.com: its news, in Chinese.

Public crawlers read `/sitemap-0.xml` (2026-11), which the index leads to; robots.txt forbids the API that the list
is made from by scripts. The addresses are of the form that articles of 2026 are cited with.
"""

from crawler.news import NewsSpider


class MinimaxSpider(NewsSpider):
    name = "minimax"
    title = "MiniMax"
    base_url = "https://www.minimaxi.com/"
    aliases = ("www.minimax.cn",)
    language = "zh"
    timezone = "Asia/Shanghai"
    sitemaps = ("/sitemap.xml", "/sitemap-0.xml")
    article_path = r"/(news|blog)/[^/]+/?"
