"""Pages that no hint fits: what stands around the article neither joins it nor decides its language."""

from datetime import UTC, datetime

import pytest
from lxml import html

from extract.article import read_article
from extract.records import Article, Page
from extract.unhinted import read_prose

CHINESE = [
    "北辰科技周二在杭州发布了新一代视频模型，画质比上一代更稳定，人物的动作也更自然。",
    "据该公司介绍，模型可以一次生成两分钟的视频，并且支持中文和英文的提示词。",
    "研究者可以申请试用，权重将在下个月开放，许可证允许商业使用，现场的讨论十分热烈。",
    "该公司的产品负责人表示，下一代模型已经在训练之中，预计明年春天与公众见面。",
]
ENGLISH = [
    "Northwind has shipped a voice model that runs on a phone without a network, the company said on Tuesday.",
    "Its weights are free for all to use, and a paper tells how it was trained, on which data and at what cost.",
    "Two of its engineers left last year to found Halden Labs, which is working on a model of the same size.",
    "A smaller version will follow before the summer, and with it the tools to train it on recordings of one's own.",
]
MENU = "".join(f'<li><a href="/channel/{number}/">Section number {number}</a></li>' for number in range(150))
CARDS = "".join(
    f'<div><a href="/p/{number}.html"><span>Another headline {number}</span></a></div>' for number in range(80)
)


def article_of(body: str) -> Article:
    markup = f"<html><head><title>t</title></head><body>{body}</body></html>"
    return read_article(Page("https://news.example/a", datetime(2026, 7, 1, tzinfo=UTC), 200, (), markup.encode(), ""))


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("texts", [CHINESE, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize(
    "page",
    [
        "<nav><ul>{menu}</ul></nav><article>{article}</article><aside>{cards}</aside>",
        "<div><ul>{menu}</ul></div><div><div>{article}</div></div><div>{cards}</div>",
        "<form id='all'><div><ul>{menu}</ul></div><div>{article}</div><div>{cards}</div></form>",
        "<table><tr><td><ul>{menu}</ul></td><td>{article}</td><td>{cards}</td></tr></table>",
    ],
    ids=["named", "unnamed", "form", "table"],
)
def test_an_article_is_read_without_its_pages_menus(page: str, texts: list[str]) -> None:
    article = article_of(page.format(menu=MENU, cards=CARDS, article=paragraphs(texts)))
    assert article.text.split("\n")[-len(texts) :] == texts
    assert "Section" not in article.text
    assert "headline" not in article.text


def test_an_article_without_paragraphs_is_not_the_whole_page() -> None:
    blocks = "".join(f"<div>{text}</div>" for text in CHINESE)
    article = article_of(f"<div class='a'><ul>{MENU}</ul></div><div class='b'><div>{blocks}</div></div>")
    assert all(text in article.text for text in CHINESE)
    assert "Section" not in article.text


def test_english_menus_do_not_make_a_chinese_page_english() -> None:
    article = article_of(f"<div><ul>{MENU}</ul></div><div>{paragraphs(CHINESE[:2])}</div><div>{CARDS}</div>")
    assert article.language == "zh"
    assert article.text.split("\n")[-2:] == CHINESE[:2]


@pytest.mark.parametrize("tag", ["aside", "footer", "nav"])
def test_an_article_in_what_is_called_an_aside_is_read(tag: str) -> None:
    article = article_of(f"<div><ul>{MENU}</ul></div><{tag}>{paragraphs(ENGLISH)}</{tag}>")
    assert all(text in article.text for text in ENGLISH)


def test_prose_is_what_is_in_no_link_and_beside_nothing() -> None:
    tree = html.document_fromstring(
        "<body><nav>menu</nav><p>one <a href='/'>two</a> three</p><script>four</script><style>five</style></body>"
    )
    assert [text.strip() for text in read_prose(tree)] == ["one", "three"]
    assert tree.find(".//nav") is None


def test_menus_in_one_another_count_once() -> None:
    menus = "<nav>ten signs." * 20 + "</nav>" * 20
    tree = html.document_fromstring(f"<body>{menus}<p>{ENGLISH[0]} {ENGLISH[1]} {ENGLISH[2]} {ENGLISH[3]}</p></body>")
    assert read_prose(tree) == [" ".join(ENGLISH)]


def test_a_quotation_within_a_sentence_stays_in_it() -> None:
    article = article_of(paragraphs([ENGLISH[0].replace("Northwind", "<q>Northwind</q>"), *ENGLISH[1:]]))
    assert article.text.split("\n")[-len(ENGLISH) :] == ENGLISH


def test_a_short_article_keeps_its_table() -> None:
    rows = "<tr><th>Date</th><th>Model</th></tr><tr><td>May 6</td><td>Tern 4</td></tr>"
    article = article_of(f"<div><ul>{MENU}</ul></div><article><p>{ENGLISH[0]}</p><table>{rows}</table></article>")
    assert article.text.split("\n")[-3:] == [ENGLISH[0], "Date | Model", "May 6 | Tern 4"]


LINKS = [
    "<a href='/p/1'>Halden Labs ships Tern-4, a model for maps</a>",
    "<a href='/p/2'>Tern-4 against Quill-9: which one reads tables</a>",
]


@pytest.mark.parametrize("texts", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_lines_that_are_links_to_other_articles_are_none_of_it(texts: list[str]) -> None:
    article = article_of(f"<div><div class='story'>{paragraphs([*texts[:3], *LINKS, *texts[3:]])}</div></div>")
    assert article.text.split("\n")[-len(texts) :] == texts


def test_a_digest_of_links_is_read() -> None:
    items = "".join(f"<li>{link}</li>" for link in LINKS)
    items += "".join(f"<li><a href='/q/{number}'>{text}</a></li>" for number, text in enumerate(ENGLISH))
    article = article_of(f"<div><p>What came out this week, in the words of others.</p><ul>{items}</ul></div>")
    assert "Tern-4" in article.text
    assert all(text in article.text for text in ENGLISH)


@pytest.mark.parametrize("texts", [CHINESE, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("tag", ["div", "section", "main"])
def test_headings_and_lists_are_read_where_no_mark_tells_of_the_article(tag: str, texts: list[str]) -> None:
    first, second, *items = texts
    story = f"<p>{first}</p><h2>Tern-4 and more</h2><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    story += f"<h3>下一步：Tern-5</h3><p>{second}</p>"
    header, footer = "<div class='css-8'><p>Halden Labs, Quay 4</p></div>", "<div class='css-9'><p>Contact us</p></div>"
    article = article_of(f"<div id='root'>{header}<{tag} class='css-1x'><h1>t</h1>{story}</{tag}>{footer}</div>")
    assert article.text.split("\n")[1:] == [first, "Tern-4 and more", *items, "下一步：Tern-5", second]


def entry_of(day: str, heading: str, text: str) -> str:
    return f"<article><time datetime='{day}'>{day}</time><h2>{heading}</h2><p>{text}</p></article>"


def test_articles_that_are_entries_of_one_page_are_read_with_their_days() -> None:
    lines = [(f"2026-06-2{number}", f"Change number {number}", text) for number, text in enumerate(ENGLISH)]
    article = article_of("<main><h1>t</h1>" + "".join(entry_of(*line) for line in lines) + "</main>")
    assert article.text.split("\n")[1:] == [part for line in lines for part in line]


def test_cards_of_other_articles_are_no_entries() -> None:
    cards = "".join(entry_of(f"2026-06-2{number}", "Another headline", "Read it.") for number in range(4))
    article = article_of(f"<main><article>{paragraphs(ENGLISH)}</article><section>{cards}</section></main>")
    assert article.text.split("\n")[1:] == ENGLISH


def test_a_paragraph_with_links_in_it_stays() -> None:
    linked = 'Northwind has <a href="/n">shipped a voice model</a> that <a href="/p">runs on a phone</a> of last year.'
    article = article_of(f"<div>{paragraphs([*ENGLISH, linked])}</div>")
    assert article.text.endswith("Northwind has shipped a voice model that runs on a phone of last year.")
