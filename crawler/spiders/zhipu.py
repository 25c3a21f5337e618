"""智谱 (Zhipu AI, Z.ai), https://www.zhipuai.cn: what it says of its own models, in Chinese.

The addresses are of the form that articles of 2026 are cited with. That the list is in the HTML as it is served,
and the sitemap, are unverified guesses: public crawlers differ (read 2026-11).
"""

from crawler.news import NewsSpider


class ZhipuSpider(NewsSpider):
    name = "zhipu"
    title = "智谱"
    base_url = "https://www.zhipuai.cn/"
    aliases = ("zhipuai.cn",)
    language = "zh"
    timezone = "Asia/Shanghai"
    sitemaps = ("/sitemap.xml",)
    lists = ("/zh/research", "/zh/news")
    list_links = "a[href*='/research/']::attr(href), a[href*='/news/']::attr(href)"
    article_path = r"/zh/(research|news)/\d+"
