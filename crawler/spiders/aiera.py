"""新智元 (AI Era), https://aiera.com.cn: Chinese AI news on WordPress.

The feed and the form of the addresses are those of public feed lists and of articles cited in 2026. Since September
2026 there are said to be addresses with `?id=` too; these are not read. That the API is open is an unverified
guess.
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
