"""THE DECODER, https://the-decoder.com: AI news from Germany, in English, on WordPress.

The feed is in many public lists (read 2026-11). An address is one word group: those of the site's own pages look
the same.
"""

from crawler.news import NewsSpider


class TheDecoderSpider(NewsSpider):
    name = "the-decoder"
    title = "THE DECODER"
    base_url = "https://the-decoder.com/"
    language = "en"
    timezone = "Europe/Berlin"
    feeds = ("/feed/",)
    article_path = r"/[a-z0-9]+(-[a-z0-9]+)+/?"
    floor = 5
