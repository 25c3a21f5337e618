"""字节跳动 Seed (ByteDance Seed), https://seed.bytedance.com: the blog of the Doubao models.

robots.txt names the sitemap, which has each article with its last change, in each language; those without a language in
the address are read. The list is made by scripts, the articles are in the HTML as it is served. As several public
crawlers say (read 2026-11).
"""

from crawler.news import NewsSpider


class SeedSpider(NewsSpider):
    name = "seed"
    title = "字节跳动 Seed"
    base_url = "https://seed.bytedance.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    sitemaps = ("/sitemap.xml",)
    article_path = r"/blog/[^/]+/?"
    drops_query = True
