"""QbitAI (量子位), https://www.qbitai.com: Chinese AI news on WordPress. The number in an address is the post's id."""

from crawler.news import NewsSpider


class QbitaiSpider(NewsSpider):
    name = "qbitai"
    title = "量子位"
    base_url = "https://www.qbitai.com/"
    language = "zh"
    timezone = "Asia/Shanghai"
    posts = "/wp-json/wp/v2/posts"
    post_categories = (21,)  # 资讯, news
    feeds = ("/category/资讯/feed", "/feed")
    lists = ("/category/资讯/page/{page}",)
    list_rows = ".article_list .picture_text"
    list_links = ".text_box h4 a::attr(href)"
    list_times = ".info .time::text"
    article_path = r"/20\d\d/[01]\d/\d+\.html"
