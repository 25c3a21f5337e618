"""DeepSeek, https://api-docs.deepseek.com: the news in the documentation of its API, in Chinese.

Made with Docusaurus, which writes a sitemap. That of the whole documentation is what public crawlers read
(2026-11); that of the Chinese part is where Docusaurus puts it, unverified. The list is the menu of each page.
"""

from crawler.news import NewsSpider


class DeepseekSpider(NewsSpider):
    name = "deepseek"
    title = "DeepSeek"
    base_url = "https://api-docs.deepseek.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    sitemaps = ("/zh-cn/sitemap.xml", "/sitemap.xml")
    lists = ("/zh-cn/updates",)
    list_links = "nav.menu a[href*='/news/']::attr(href)"
    article_path = r"/zh-cn/news/news\d+/?"
