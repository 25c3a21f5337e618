"""智东西 (Zhidx), https://zhidx.com: Chinese news of AI and its hardware.

The feed answered others on 2026-09-10; the sitemap is said to have been open in 2026. Both read 2026-11.
"""

from crawler.news import NewsSpider


class ZhidxSpider(NewsSpider):
    name = "zhidx"
    title = "智东西"
    base_url = "https://zhidx.com/"
    aliases = ("www.zhidx.com", "m.zhidx.com")
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/rss",)
    sitemaps = ("/sitemap.xml",)
    article_path = r"/p/\d+\.html"
    floor = 5
