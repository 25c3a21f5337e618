"""橘鸦AI早报 (Juya AI Daily), https://imjuya.github.io/juya-ai-daily: a digest a day, in Chinese.

The feed answered others in June 2026 with addresses of this form, as their test notes say (read 2026-11).
"""

from crawler.news import NewsSpider


class JuyaSpider(NewsSpider):
    name = "juya"
    title = "橘鸦AI早报"
    base_url = "https://imjuya.github.io/"
    language = "zh"
    timezone = "Asia/Shanghai"
    feeds = ("/juya-ai-daily/rss.xml",)
    article_path = r"/juya-ai-daily/issue-\d+/?"
    floor = 5
