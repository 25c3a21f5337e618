"""Meta AI, https://ai.meta.com: its blog. There is no feed: `/blog/rss/` answered others with 404 on 2026-10-08.

Pages and addresses are those that public crawlers read (2026-11); the links are chosen by where they lead, as the
classes are made anew with each build. Older articles stand between newer ones. It turns many programs away.
"""

from crawler.news import NewsSpider


class MetaAiSpider(NewsSpider):
    name = "meta-ai"
    title = "Meta AI"
    base_url = "https://ai.meta.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    lists = ("/blog/?page={page}",)
    list_links = "a[href*='/blog/']::attr(href)"
    article_path = r"/blog/[^/]+/?"
    drops_query = True
