"""What other programs' extraction costs on the same pages: prints `name milliseconds` for each. Needs none of moxun.

    unshare --net PYTHON bench/peers.py FOLDER

FOLDER holds HTML files. Both fetch images over the network while they extract, unless they are told not to; run where
there is no network, so that nothing leaves the machine whatever they do.
"""

import sys
import time
from pathlib import Path


def read_by_newspaper(url: str, body: str) -> None:
    from newspaper import Article, Config  # noqa: PLC0415

    config = Config()
    config.fetch_images, config.language = False, "zh"
    article = Article(url, config=config)
    article.download(input_html=body)
    article.parse()


def read_by_news_please(url: str, body: str) -> None:
    from newsplease import NewsPlease  # noqa: PLC0415

    NewsPlease.from_html(body, url=url, fetch_images=False)


def main() -> None:
    pages = [path.read_bytes().decode("utf-8", "replace") for path in sorted(Path(sys.argv[1]).glob("*.html"))]
    for name, read in (("newspaper4k", read_by_newspaper), ("news-please", read_by_news_please)):
        read("https://news.example/0.html", pages[0])  # loads what is loaded once
        start = time.process_time()
        for number, body in enumerate(pages):
            read(f"https://news.example/{number}.html", body)
        print(name, (time.process_time() - start) / len(pages) * 1000)


if __name__ == "__main__":
    main()
