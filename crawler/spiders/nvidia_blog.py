"""NVIDIA, https://blogs.nvidia.com: its blog, on WordPress, every topic.

The feed answered others on 2026-10-08 (read 2026-11).
"""

from crawler.news import NewsSpider


class NvidiaBlogSpider(NewsSpider):
    name = "nvidia-blog"
    title = "NVIDIA"
    base_url = "https://blogs.nvidia.com/"
    language = "en"
    timezone = "America/Los_Angeles"
    feeds = ("/feed/",)
    article_path = r"/blog/[^/]+/?"
    floor = 5
