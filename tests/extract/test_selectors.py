"""A selector finds what CSS says it finds, whether a page's marks are asked first or not."""

import pytest
from lxml import html
from lxml.cssselect import CSSSelector

from extract.selectors import Place, read_selector

TREE = html.document_fromstring("""
<body class="page wide"><div id="main" class="post"><p class="date">12 June</p><p role="note">A note</p>
<time itemprop="datePublished" datetime="2026-06-12">12 June</time></div>
<h1>Title</h1><p><span class="date">13 June</span></p><div class="ads post">…</div></body>
""")


@pytest.mark.parametrize(
    "css",
    [
        "div.post, .none, .nothing",
        ".none, .nothing, .nowhere",
        "#main .date, h1 + * .date, .x > .date, .y",
        "[itemprop=datePublished], [role=note], [role=banner], #main",
        "div:not(.ads), .a, .b, .c",
        "[class~=wide], [class*=pos], .a, .b",
        "p, time, .a, #b",
        ".post",
    ],
)
def test_the_elements_are_those_of_css_in_the_order_of_the_page(css: str) -> None:
    assert read_selector(css).elements(Place(TREE)) == CSSSelector(css, translator="html")(TREE)


def test_marks_are_those_of_the_place() -> None:
    main = TREE.get_element_by_id("main")
    selector = read_selector(".date, .ads, .a, .b")
    assert [element.text for element in selector.elements(Place(main))] == ["12 June"]
    assert len(selector.elements(Place(TREE))) == 3


def test_an_attribute_is_read_where_the_selector_ends_in_its_name() -> None:
    assert read_selector("time@datetime").read(Place(TREE)) == "2026-06-12"
    assert read_selector(".date").read(Place(TREE)) == "12 June 13 June"
    assert read_selector(".date").read_first(Place(TREE)) == "12 June"
