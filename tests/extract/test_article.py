"""read_article takes any bytes, and what it gives is exact."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.article import read_article
from extract.records import Article, Page

FETCHED_AT = datetime(2026, 7, 1, tzinfo=UTC)
SITES = Path(__file__).parents[1] / "sites"
SAVED = [path.read_bytes() for path in sorted(SITES.glob("*/article-*.html"))]
CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "dev"
BENCH = Path(__file__).parents[2] / "bench" / "README.md"

PROSE = (
    "北辰科技在演示大会上发布了新模型，画质比上一代更稳定，人物的动作也更自然。"
    "研究者可以申请试用，权重将于下月开放，现场讨论热烈。"
)
ENGLISH = 3 * (
    "Northwind has shipped Gust 1, a voice model that runs on a phone without a network, "
    "and its weights are free for all to use. "
)


def article_of(body: bytes, url: str = "https://news.example/a", content_type: str = "text/html") -> Article:
    page = Page(url, FETCHED_AT, 200, (("content-type", content_type),), body, "")
    return read_article(page, search_date=False)


def html_of(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head>{head}</head><body><article><h1>北辰科技发布 Lyra-8</h1>{body}</article></body></html>".encode()
    )


def codes(article: Article) -> set[str]:
    return {problem.code for problem in article.problems}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5hkscs"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "gbk", "iso-8859-1", "hex", "no-such-charset"])
def test_chinese_is_read_whatever_the_page_declares(encoding: str, declared: str) -> None:
    if encoding == "big5hkscs":
        declared = "big5"  # told apart from GBK by its name only
    page = html_of(
        "模型可以申請試用，研究者在會上發布了三支短片，觀眾反響熱烈。" * 3, head=f"<meta charset='{declared}'>"
    )
    article = article_of(page.decode().replace("发", "發").encode(encoding))
    assert "觀眾反響熱烈" in article.text
    assert article.title == "北辰科技發布 Lyra-8"
    assert "undecodable-bytes" not in codes(article)


def test_the_header_comes_before_the_meta_element() -> None:
    body = html_of("Déjà vu : le modèle est arrivé.", head="<meta charset=koi8-r>").decode().replace("北辰科技发布", "")
    assert "Déjà vu" in article_of(body.encode("cp1252"), content_type="text/html; charset=iso-8859-1").text


def test_a_wrong_charset_is_a_problem() -> None:
    assert "wrong-charset" in codes(article_of(html_of(PROSE, head="<meta charset=utf-8>").decode().encode("gb18030")))
    assert "wrong-charset" not in codes(article_of(html_of(PROSE, head="<meta charset=gb2312>").decode().encode("gbk")))


def test_a_few_broken_bytes_are_replaced_and_counted() -> None:
    article = article_of(html_of(PROSE).replace("画质".encode(), b"\xe7\x94", 1))
    assert "undecodable-bytes" in codes(article)
    assert "\ufffd" in article.text
    assert "权重将于下月开放" in article.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty-page"),
        (b" \n\t", "empty-page"),
        (b"<html></html>", "no-text"),
        (html_of(PROSE) + b"<p>x</p>" * 30_000, "too-many-tags"),
        (html_of(PROSE) + b" " * 5_000_000, "page-too-big"),
        (html_of(PROSE).replace(b"<p>", b"<p " + b"a=b " * 6_000 + b">", 1), "tag-too-long"),
        (html_of(PROSE).replace(b"<p>", b"<p " + b'a="<>" ' * 11_000 + b">", 1), "tag-too-long"),
        (html_of(PROSE) + b"<div>" * 5_000 + b"deep", "too-deep"),
        (html_of(*[f"{number} {PROSE}" for number in range(6_000)]), "text-too-long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_too_much_or_nothing_is_a_problem_and_the_rest_is_read(body: bytes, code: str) -> None:
    article = article_of(body)
    assert code in codes(article)
    assert all(problem.stage == "article" for problem in article.problems)
    if code not in ("empty-page", "no-text"):
        assert PROSE in article.text


def test_one_long_value_with_tags_in_it_is_no_giant_tag() -> None:
    article = article_of(html_of(PROSE).replace(b"<p>", b'<p data-x="' + b"<p>" * 10_000 + b'">', 1))
    assert "tag-too-long" not in codes(article)
    assert article.text.count(PROSE) == 1


def test_a_picture_inside_a_tag_costs_only_the_picture() -> None:
    article = article_of(html_of(f"{PROSE}<img src='data:image/png;base64,{'A' * 50_000}'>", "后文也在。" + PROSE))
    assert article.text.count("权重将于下月开放") == 2


@pytest.mark.parametrize(
    "body", [b'{"a": 1}', b"%PDF-1.4 \x00\xff", b"<", b"<html", b"]]>", b"<!-- ", b"\xef\xbb\xbf", b"\xff\xfe\x00"]
)
def test_what_is_no_page_is_read_as_far_as_it_goes(body: bytes) -> None:
    article = article_of(body)
    assert_exact(article)
    assert article.published is None


def test_a_hint_that_fails_leaves_the_page_to_the_general_cleaner() -> None:
    article = article_of(html_of(PROSE * 3), url="https://www.ithome.com/0/1/2.htm")
    assert article.cleaner == "trafilatura"
    assert article.site == "ithome"
    assert PROSE in article.text


def test_a_hint_is_taken_by_the_sites_name_too() -> None:
    body = html_of("x").replace(b"<p>", f"<div id=paragraph><p>{PROSE}</p></div><p>".encode())
    page = Page("https://cache.example/9", FETCHED_AT, 200, (), body, "ithome")
    assert read_article(page, "ithome", search_date=False).cleaner == "hint:ithome"


def test_short_chinese_articles_are_read_by_the_general_cleaner() -> None:
    article = article_of(html_of(PROSE))
    assert article.cleaner == "trafilatura"
    assert [block.kind for block in article.blocks] == ["title", "paragraph"]


def test_scripts_do_not_make_a_chinese_page_english() -> None:
    article = article_of(
        html_of(PROSE).replace(b"<body>", b"<body><script>" + b"var word = 1; " * 3_000 + b"</script>")
    )
    assert article.language == "zh"


@pytest.mark.parametrize(
    ("paragraph", "declared", "language"),
    [
        (PROSE, "en", "zh"),
        (ENGLISH, "zh", "en"),
        (ENGLISH + "模型发布" * 4, "zh", "zh"),
        (ENGLISH + "模型发布" * 4, "en", "en"),
    ],
)
def test_language_is_what_the_text_is_written_in(paragraph: str, declared: str, language: str) -> None:
    body = html_of(paragraph).decode().replace("<html>", f"<html lang='{declared}'>").replace("北辰科技发布", "")
    assert article_of(body.encode()).language == language


def test_nothing_of_an_empty_page_is_guessed() -> None:
    article = article_of(b"", url="https://news.example/2026/05/7.html")
    assert (article.title, article.text, article.blocks) == ("", "", ())
    assert (article.published_basis, article.published and article.published.precision) == ("url", "month")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_pages_never_raise_and_offsets_stay_exact(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(SAVED)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.integers(0, 200)))
        body[start:end] = data.draw(
            st.sampled_from([b"", b"<", b">", b"\x00", b"\xff\xfe", b"</div></div>", b"<p><table><tr>"])
        )
    url = data.draw(st.sampled_from(["https://www.qbitai.com/2026/02/1.html", "https://www.ithome.com/0/1/2.htm", "x"]))
    assert_exact(article_of(bytes(body), url))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_page(body: bytes) -> None:
    assert_exact(article_of(body))


def assert_exact(article: Article) -> None:
    lines = [article.text[block.start : block.end] for block in article.blocks]
    assert "\n".join(lines) == article.text
    assert all(line and line == line.strip() and not re.search(r"[\n\r\t\u00a0]|  ", line) for line in lines)
    assert list(article.blocks) == sorted(article.blocks, key=lambda block: block.start)
    assert [block.kind for block in article.blocks[1:]].count("title") == 0
    assert list(article.emphasis) == sorted(article.emphasis)
    for span in article.emphasis:
        assert any(block.start <= span.start < span.end <= block.end for block in article.blocks)
    article.text.encode("utf-8")


@pytest.mark.skipif(not CORPUS.exists(), reason="the development corpus is not here")
def test_open_development_pages_have_their_day_and_every_quoted_word() -> None:
    from storage.archive import iter_pages  # noqa: PLC0415

    held_out = set(re.findall(r"\b(?:en|ithome|juya|qbitai)-[0-9a-f-]+\b", BENCH.read_text("utf-8")))
    lines = (CORPUS / "gold.jsonl").read_text("utf-8").splitlines()
    names = [(re.match(r'\{"id": "([^"]+)"', line), line) for line in lines]
    gold = {
        record["url"]: record
        for name, line in names
        if name and name[1] not in held_out
        for record in [json.loads(line)]
    }
    wrong: list[str] = []
    for page in iter_pages(CORPUS / "pages.warc.gz"):
        if record := gold.get(page.url):
            article = read_article(page, search_date=False)
            day = (
                article.published.start.isoformat()
                if article.published and article.published.precision == "day"
                else None
            )
            text = " ".join(article.text.split())
            quotes = [
                " ".join(release["evidence"].split()) for release in record["releases"] if release.get("evidence")
            ]
            wrong += [f"{record['id']}: {day}"] * (day != record["published"])
            wrong += [f"{record['id']}: {quote}" for quote in quotes if quote not in text]
    assert len(gold) >= 60
    assert wrong == []
