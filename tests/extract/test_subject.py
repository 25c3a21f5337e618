"""A long text with no word of AI is not read for releases; a brief one is, and one that names a known family."""

from collections.abc import Callable

import pytest

from extract.claims import analyse
from extract.explain import explain_article
from extract.knowledge import load_families
from extract.records import Article
from extract.subject import may_be_of_ai

RAIN = "The harbour café was closed again, and the chain of trains between the two towns ran late in the rain. "
DRIZZLE = "港口的咖啡馆又关了门，两座小城之间的火车在雨里一再晚点。"
NEWS = "Halden released Tern-5 on Tuesday. "


@pytest.mark.parametrize("about", ["", "Its model is new.", "Chairs, trains and maintenance.", "A Robotnik film."])
def test_a_long_text_about_something_else_is_not_read(write_article: Callable[..., Article], about: str) -> None:
    article = write_article(NEWS + about + RAIN * 8, "en")

    assert analyse(article).reading is None
    assert analyse(article).claims == ()
    assert "  no word of AI and no known model in it: not read for releases" in explain_article(article)


@pytest.mark.parametrize("about", ["AI", "ai", "the LLM's", "Neural networks", "two robots", "open-weight"])
def test_one_word_of_the_subject_is_enough(write_article: Callable[..., Article], about: str) -> None:
    analysis = analyse(write_article(NEWS + RAIN * 8 + f"Somebody spoke of {about}.", "en"))

    assert [claim.model for claim in analysis.claims] == ["Tern-5"]


def test_a_brief_is_read_whatever_it_speaks_of(write_article: Callable[..., Article]) -> None:
    assert [claim.model for claim in analyse(write_article(NEWS + RAIN, "en")).claims] == ["Tern-5"]


@pytest.mark.parametrize("about", ["", "智能手机", "车型", "一根芯"])
def test_a_long_chinese_text_needs_one_too(about: str) -> None:
    assert not may_be_of_ai(DRIZZLE * 25 + about)


@pytest.mark.parametrize("about", ["大模型", "智能体", "具身", "算力", "AI", "用AI写的", "GPT-5", "机器人"])
def test_a_chinese_word_needs_no_blanks_around_it(about: str) -> None:
    assert may_be_of_ai(DRIZZLE * 25 + f"有人说到{about}。")


def test_a_known_family_is_of_the_subject_unless_its_name_is_a_common_word() -> None:
    own = next(name for each in load_families() if not each.ambiguous for name in each.names if name.isascii())
    common = [
        name for each in load_families() if each.ambiguous for name in each.names if name.isascii() and name.isalpha()
    ]

    assert may_be_of_ai(RAIN * 8 + f"There was {own}-4 too.")
    assert [name for name in common if may_be_of_ai(RAIN * 8 + f"There was {name} too.")] == []
