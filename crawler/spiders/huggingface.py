"""Hugging Face, https://huggingface.co/blog: its blog.

The feed answered others on 2026-10-08 (read 2026-11): all articles since the first.
"""

from crawler.news import NewsSpider


class HuggingfaceSpider(NewsSpider):
    name = "huggingface"
    title = "Hugging Face"
    base_url = "https://huggingface.co/"
    language = "en"
    timezone = "UTC"
    feeds = ("/blog/feed.xml",)
    article_path = r"/blog/[\w.-]+(/[\w.-]+)?"
    floor = 20
