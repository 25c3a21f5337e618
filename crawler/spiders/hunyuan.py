"""腾讯混元 (Tencent Hunyuan), https://hy.tencent.com: what it says of its own models.

The addresses are of the form that articles of 2026 are cited with. Sitemap and list page are unverified guesses:
public crawlers open the list in a browser, as scripts make it (read 2026-11); expect `too-few-links`.
"""

from crawler.news import NewsSpider


class HunyuanSpider(NewsSpider):
    name = "hunyuan"
    title = "腾讯混元"
    base_url = "https://hy.tencent.com/"
    aliases = ("hunyuan.tencent.com",)
    language = "zh"
    timezone = "Asia/Shanghai"
    sitemaps = ("/sitemap.xml",)
    lists = ("/research",)
    list_links = "a[href*='/research/']::attr(href)"
    article_path = r"/research/[\w.-]+"
    drops_query = True
