"""Qwen (通义千问), https://qwenlm.github.io: the blog of Alibaba's models, in English.

The feed answered others on 2026-10-08, without anything new: since September 2025 Qwen writes at qwen.ai, whose
pages are made by scripts in the browser and have no text to archive. This is what can be read without one.
"""

from crawler.news import NewsSpider


class QwenSpider(NewsSpider):
    name = "qwen"
    title = "Qwen"
    base_url = "https://qwenlm.github.io/"
    language = "en"
    timezone = "Asia/Shanghai"
    feeds = ("/blog/index.xml",)
    article_path = r"/blog/[^/]+/?"
