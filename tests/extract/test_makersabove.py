"""Whose a line is that names nobody, by the heading or the item above it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from extract.article import read_article
from extract.claims import ACCEPT, find_claims
from extract.records import Article, Page

WriteArticle = Callable[..., Article]
PLAIN = "Notes from a spring in which every week had its model, and some had three of them."


def makers_of(article: Article) -> dict[str | None, str | None]:
    return {claim.model: claim.vendor for claim in find_claims(article)[0]}


def test_a_heading_that_is_only_a_maker_says_whose_is_what_stands_below(write_article: WriteArticle) -> None:
    text = f"""{PLAIN}
# Halden Labs
- The language model Tern-4 was released on May 3.
# Northwind AI
- The video model Sorrel-2 was released on May 5.
# Kestrel
- The speech model Brook-3 was released on May 9.
# More
- The model Quill-7 was released on May 11."""
    found = makers_of(write_article(text, "en", title="What was new in May"))
    assert found["Tern-4"] == "Halden Labs"
    assert found["Sorrel-2"] == "Northwind AI"
    assert found["Brook-3"] == "Kestrel"


def test_a_heading_that_names_a_maker_comes_before_whom_a_digest_names_most(write_article: WriteArticle) -> None:
    text = """以下是今天的消息。
# 星海科技更新开源代码库
目前，官方已开源 Tern-4 的模型权重。
# 听雨科技完成融资
听雨科技获得五亿元，听雨科技还表示将扩招。
# 云帆科技与北辰科技合作
云帆科技和北辰科技将共建数据中心。"""
    found = makers_of(write_article(text, "zh", title="早报"))
    assert found["Tern-4"] == "星海科技"


def test_an_item_behind_its_number_is_its_makers(write_article: WriteArticle) -> None:
    text = "1、星海科技发布语音模型 Tern-4\n2、听雨科技宣布视频模型 Sorrel-2 将于下周上线"
    found = makers_of(write_article(text, "zh", title="星海科技发布 Tern-4；听雨科技再出新作"))
    assert found == {"Tern-4": "星海科技", "Sorrel-2": "听雨科技"}


@pytest.mark.parametrize(
    ("lead", "markup"),
    [
        (
            "All models released in May 2026, by company:",
            "<ul><li>Kestrel<ul><li>Tern-4 (May 6)</li><li>Tern-4 Mini (May 20)</li></ul></li>"
            "<li>Northwind AI<ul><li>Sorrel-2 (May 21)</li></ul></li></ul>",
        ),
        (
            "2026 年 5 月发布的新模型按公司整理如下：",
            "<ul><li>Kestrel<ul><li>Tern-4：旗舰语言模型（5月6日）</li><li>Tern-4 Mini：小模型（5月20日）</li></ul>"
            "<li>Northwind AI<ul><li>Sorrel-2：没有视频的语言模型（5月21日）</li></ul></li></ul>",
        ),
    ],
    ids=["en", "zh"],
)
def test_a_list_of_makers_each_with_its_models_and_their_days(lead: str, markup: str) -> None:
    head = '<head><meta property="article:published_time" content="2026-06-02"></head>'
    body = f"<html>{head}<body><article><p>{lead}</p>{markup}<p>{PLAIN}</p></article></body></html>"
    page = Page("https://news.example/a", datetime(2026, 6, 2, tzinfo=UTC), 200, (), body.encode(), "")
    claims = [claim for claim in find_claims(read_article(page))[0] if claim.score >= ACCEPT]
    assert [(claim.vendor, claim.model, str(claim.date and claim.date.start)) for claim in claims] == [
        ("Kestrel", "Tern-4", "2026-05-06"),
        ("Kestrel", "Tern-4 Mini", "2026-05-20"),
        ("Northwind AI", "Sorrel-2", "2026-05-21"),
    ]
