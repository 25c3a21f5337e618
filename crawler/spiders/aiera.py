"""新智元 (AI Era), https://aiera.com.cn: Chinese AI news on WordPress.

The API is what RSSHub's route `aiera` and several public crawlers read; the feed is said to fail often (read 2026-11).
The addresses are of the form that articles of 2026 are cited with. Since September 2026 there are said to be some with
`?id=` too, made by scripts; these are not read.
"""

from crawler.news import NewsSpider


class AieraSpider(NewsSpider):
    name = "aiera"
    title = "新智元"
    base_url = "https://aiera.com.cn/"
    aliases = ("www.aiera.com.cn",)
    language = "zh"
    timezone = "Asia/Shanghai"
    posts = "/wp-json/wp/v2/posts"
    feeds = ("/feed",)
    article_path = r"/20\d\d/[01]\d/[0-3]\d/.+"
    floor = 5
