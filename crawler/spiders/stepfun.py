"""阶跃星辰 (StepFun), https://www.stepfun.com: what it says of its own models, in Chinese and English.

The addresses are of the form that its model cards cite. Sitemap and list page are unverified guesses: where the
page is made by scripts, expect `too-few-links`.
"""

from crawler.news import NewsSpider


class StepfunSpider(NewsSpider):
    name = "stepfun"
    title = "阶跃星辰"
    base_url = "https://www.stepfun.com/"
    aliases = ("chat.stepfun.com",)
    language = "zh"
    timezone = "Asia/Shanghai"
    sitemaps = ("/sitemap.xml",)
    lists = ("/research",)
    list_links = "a[href*='/research/']::attr(href)"
    article_path = r"/research/(zh|en)/[\w.-]+/?"
