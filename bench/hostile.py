"""Time on hostile input: whether twice the text costs more than twice the time, and what the worst pages cost.

python -m bench.hostile

Each text is made to meet one part of the extraction at its worst; a ratio of 2 is linear, 4 quadratic.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import accumulate

from extract.article import read_article
from extract.claims import find_claims
from extract.records import Article, Block, Page, PartialDate
from extract.sites import load_sites

SIZE = 40_000  # characters, and half of it
ROUNDS = 3
DAY = date(2026, 6, 1)
TEXTS: dict[str, Callable[[int], str]] = {
    "names in one Chinese list": lambda size: "星海科技发布" + "、".join(f"Nova-{i} Pro" for i in range(size // 12)),
    "names in one English list": lambda size: (
        "Northwind released " + ", ".join(f"Nova {i}.1" for i in range(size // 10))
    ),
    "names without commas": lambda size: "发布 " + " ".join(f"Tern{i}" for i in range(size // 8)),
    "a claim a line": lambda size: "\n".join(
        f"星海科技6月{i % 28 + 1}日发布 Nova-{i} 模型。" for i in range(size // 24)
    ),
    "the same claim": lambda size: "\n".join(["星海科技6月1日发布 Nova-3："] * (size // 18)),
    "short forms": lambda size: "\n".join(f"Nova 发布 Opus {i}，Nova Opus {i} 上线" for i in range(size // 32)),
    "that day": lambda size: "\n".join(["同日，星海科技发布 Nova-3。"] * (size // 16)),
    "bare versions": lambda size: "。".join(["Gemini 发布 M2.5 版本"] * (size // 18)),
    "a listing": lambda size: "星海科技发布以下模型：\n" + "\n".join(f"Nova-{i}" for i in range(size // 8)),
    "announcements": lambda size: "We released a new model. " * (size // 25),
    "verbs": lambda size: "发布" * (size // 2),
    "verbs in lines": lambda size: "发布\n" * (size // 3),
    "and": lambda size: "发布 Nova-3" + " and Nova-4" * (size // 11),
    "open brackets": lambda size: "发布" + "(Nova-3" * (size // 7),
    "quotation marks": lambda size: "“" * size + "发布",
    "dashes": lambda size: "发布 Nova-3" + "—" * size,
    "blanks": lambda size: "发布 Nova" + " " * size,
    "digits": lambda size: "发布" + "1" * size,
    "dotted digits": lambda size: "发布 " + "1." * (size // 2),
    "one-letter words": lambda size: "release " + "A " * (size // 2),
    "one word": lambda size: "release " + "A" * size,
    "hyphens": lambda size: "release " + "A-" * (size // 2),
    "addresses": lambda size: "发布@" + "a." * (size // 2),
    "ranges of Chinese dates": lambda size: "发布 Nova-3 " + "6月1日至" * (size // 5),
    "ranges of English dates": lambda size: "released Nova 3 on " + "June 1 to " * (size // 10),
}
PAGES: dict[str, bytes] = {
    "100,000 attributes": b"<body><p " + b"".join(b'a%d="x" ' % i for i in range(100_000)) + b">x</p>",
    "100,000 tags": b"<body>" + b"<b>x</b>" * 100_000,
    "100,000 levels": b"<body>" + b"<div>" * 100_000 + b"x",
    "half a million open tags": b"<body>" + b"<p" * 500_000,
    "1,500 menus in one another": b"<body>" + b"<nav>x <b>y</b>" * 1500 + b"<i>z</i> t " * 8000,
    "5 MB of text": b"<body><p>" + b"word " * 1_000_000,
    "a script of 5 MB": b"<body><script>" + b"x<y;" * 1_200_000 + b"</script><p>x</p>",
}


def main() -> None:
    for text in TEXTS.values():  # load what is loaded once
        find_claims(make_article(text(500)))
    for name, text in TEXTS.items():
        half, whole = (_best(make_article(text(size))) for size in (SIZE // 2, SIZE))
        print(f"{name:28} {whole * 1000:7.0f} ms, {whole / half:.2f} times the half's", flush=True)
    domain = next(site.domains[0] for site in load_sites() if site.domains and site.layouts)
    for name, body in PAGES.items():
        page = Page(f"https://{domain}/1.html", datetime(2026, 6, 2, tzinfo=UTC), 200, (), body, "")
        start = time.process_time()
        article = read_article(page, search_date=False)
        find_claims(article)
        codes = ", ".join(problem.code for problem in article.problems)
        print(f"{name:28} {(time.process_time() - start) * 1000:7.0f} ms: {codes}", flush=True)


def make_article(text: str) -> Article:
    """Each line of the text is a block."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    blocks = tuple(Block("paragraph", start, start + len(line)) for start, line in zip(starts, lines, strict=False))
    published = PartialDate(DAY, DAY, "day", "publication", "")
    empty = Article("sha1:", "https://news.example/1", "", "zh", "", published, "", "meta", "", ())
    return replace(empty, text=text, blocks=blocks)


def _best(article: Article) -> float:
    """Seconds of CPU."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        find_claims(article)
        spent.append(time.process_time() - start)
    return min(spent)


if __name__ == "__main__":
    main()
