"""百度文心 (Baidu ERNIE), https://ernie.baidu.com/blog: the blog of the ERNIE models, made with Hugo.

The feed, the list and its pages are those that public crawlers read (2026-11); the selector is that of Hugo's theme
PaperMod, an unverified guess.
"""

from crawler.news import NewsSpider


class BaiduSpider(NewsSpider):
    name = "baidu"
    title = "百度文心"
    base_url = "https://ernie.baidu.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/blog/zh/index.xml", "/blog/index.xml")
    lists = ("/blog/zh/page/{page}/", "/blog/zh/")
    list_links = "a.entry-link::attr(href)"
    article_path = r"/blog/(zh/)?posts/[^/]+/?"
