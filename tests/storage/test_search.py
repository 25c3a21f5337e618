"""Search finds every name that stands in an article, however short, and nothing that does not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from extract.keys import model_key
from extract.records import Article, Claim, Extraction, PartialDate, Span
from storage.browsing import ArticleFilter, list_articles
from storage.columns import clean_text
from storage.database import Database, StorageError, copy_rows, open_database
from storage.documents import OVERLAP, index_missing
from storage.documents import SIZE as PART
from storage.extractions import save_extraction
from storage.filters import ReleaseFilter
from storage.queries import list_releases
from storage.releases import rebuild_releases
from storage.schema import articles, search_documents
from storage.search import search
from storage.tokens import Unit, find_phrases, find_places, find_units

CHECK = "INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"  # against the documents
UNINDEXED = (
    "INSERT INTO search_documents (article_id, part, start, tokens)"
    " SELECT article_id, 99, 0, ' unindexed ' FROM search_documents LIMIT 1"
)
TEXTS = {
    "glm": "星河发布 GLM-5\n星河今天发布了 GLM-5 模型。",  # "Xinghe released the model GLM-5 today."
    "glm1": "Xinghe GLM5.1 is here\nGLM 5.1 beats GLM 4 in all tests.",
    "wide": "ＧＬＭ－５ 全角\n这里写的是全角的 ＧＬＭ　５。",  # "in full width"
    "ling": "可灵3.0来了\n灵感来自可灵 3.0，文、武、灵。",
    "cafe": "Café Nové ships Lyra2B\nNaïve “Lyra” 2B, for free.",
    "long": "长文\n" + "模" * (PART - 3) + "青岚发布万象" + "型" * PART,
    "quote": 'O\'Brien "quoted" AND NOT (this)\n100% * NEAR/2',
}


def save(connection: Connection, name: str, text: str) -> None:
    url, digest = f"https://news.example/{name}", f"sha1:{name}"
    day = date(2026, 2, 1 + sorted(TEXTS).index(name)) if name in TEXTS else date(2026, 3, 1)
    found = PartialDate(day, day, "day", "publication", str(day))
    title = text.partition("\n")[0]
    article = Article(digest, url, "example", "zh", title, found, str(day), "meta", text, ())
    claim = Claim(
        digest, url, "星河", "xinghe", "GLM-5", model_key("GLM-5", None), "model", "released", found,
        Span(0, len(title)), None, None, None, None, "r", 0.9,
    )  # fmt: skip
    save_extraction(connection, Extraction(article, (claim,) if name == "glm" else ()), url, digest)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.write() as writing:
        for name, text in TEXTS.items():
            save(writing, name, text)
        rebuild_releases(writing)
    with database.read() as reading:
        yield reading


def names(connection: Connection, text: str, **conditions: object) -> set[str]:
    return {hit.url.rpartition("/")[2] for hit in search(connection, text, **conditions)}  # type: ignore[arg-type]


CASES: dict[str, set[str]] = {
    "GLM-5": {"glm", "wide"},
    "GLM5": {"glm", "wide"},
    "glm 5": {"glm", "wide"},
    "GLM-5.1": {"glm1"},
    "GLM": {"glm", "glm1", "wide"},
    "灵": {"ling"},
    "可灵": {"ling"},
    "灵感": {"ling"},
    "灵可": set(),
    "可灵3.0": {"ling"},
    "可灵 3.0": {"ling"},
    "可灵3": set(),
    "星河 模型": {"glm"},
    "星河今天发布": {"glm"},
    "星河发布": {"glm"},
    "河模": set(),
    "全角": {"wide"},
    "cafe nove": {"cafe"},
    "LYRA 2b": {"cafe"},
    "万象": {"long"},
    "青岚发布万象": {"long"},
    '"beats GLM"': {"glm1"},
    '"GLM beats"': set(),
    "beats here": {"glm1"},
    "O'Brien": {"quote"},
    "NEAR/2": {"quote"},
    "NOT AND": {"quote"},
    "100": {"quote"},
    "": set(),
    "!?": set(),
    '"': set(),
}


def test_what_is_found(connection: Connection) -> None:
    assert {text: names(connection, text) for text in CASES} == CASES


def test_a_hit_shows_where_it_is_and_which_release_is_told(connection: Connection) -> None:
    (hit,) = [hit for hit in search(connection, "glm5") if hit.url.endswith("/glm")]
    text = connection.scalar(select(articles.c.text).where(articles.c.id == hit.article_id)) or ""
    assert [span.of(text) for span in hit.spans] == ["GLM-5", "GLM-5"]
    assert text[hit.excerpt_start :].startswith(hit.excerpt)
    assert "GLM-5" in hit.excerpt
    assert (hit.title, hit.releases) == ("星河发布 GLM-5", ("xinghe/glm-5",))


def test_hits_come_newest_first_in_pages_and_under_conditions(connection: Connection) -> None:
    every = [hit.url for hit in search(connection, "GLM")]
    assert [hit.published.start for hit in search(connection, "GLM") if hit.published] == sorted(
        (hit.published.start for hit in search(connection, "GLM") if hit.published), reverse=True
    )
    assert [hit.url for start in range(3) for hit in search(connection, "GLM", limit=1, offset=start)] == every
    assert names(connection, "GLM", site="other") == names(connection, "GLM", language="en") == set()
    assert names(connection, "GLM", since=date(2026, 2, 3), until=date(2026, 2, 3)) == {"glm1"}


def test_what_an_article_no_longer_says_is_not_found(database: Database) -> None:
    with database.write() as connection:
        save(connection, "glm", "星河发布 GLM-5")
        save(connection, "glm", "青岚发布 万象-2")
        assert (names(connection, "GLM"), names(connection, "万象")) == (set(), {"glm"})
        connection.execute(articles.delete())
        assert connection.execute(select(search_documents)).all() == []


def test_articles_that_were_never_indexed_are(database: Database) -> None:
    with database.write() as connection:
        save(connection, "glm", "星河发布 GLM-5")
        connection.execute(search_documents.delete())
        index_missing(connection)
        assert names(connection, "GLM5") == {"glm"}


alphabet = "智谱灵星ab1. -Ａé%'\"*"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet, min_size=1, max_size=30), st.data())
def test_every_part_that_begins_and_ends_with_a_unit_is_found_where_it_stands(
    database: Database, text: str, data: st.DataObject
) -> None:
    units = find_units(text)
    if not units:
        return
    first = data.draw(st.integers(0, len(units) - 1))
    last = data.draw(st.integers(first, min(len(units) - 1, first + OVERLAP)))
    part = text[units[first].start : units[last].end].replace('"', " ")
    with database.write() as connection:
        save(connection, "any", text)
        (hit,) = search(connection, f'"{part}"')
        assert (units[first].start, units[last].end) in [tuple(span) for span in hit.spans]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet, max_size=20), query=st.text(alphabet, max_size=6))
@example(text="星星", query="星.星")
def test_the_index_finds_an_article_where_its_text_has_the_phrases_and_only_there(
    database: Database, text: str, query: str
) -> None:
    phrases, units = find_phrases(query), find_units(clean_text(text))
    with database.write() as connection:
        save(connection, "any", text or "!")
        expected = bool(phrases) and all(any(find_places(units, phrase)) for phrase in phrases)
        assert bool(search(connection, query)) == expected


WORDS = st.lists(st.sampled_from(("星河", "灵", "GLM", "5", "open", "weights", "-", "。", "的")), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), asked=WORDS, rare=st.sampled_from((-1, 3)))
def test_releases_are_found_by_the_words_of_their_sentences_by_index_and_by_going_through_alike(
    database: Database, told: list[tuple[list[str], list[str]]], asked: list[str], rare: int
) -> None:
    query = " ".join(asked)
    sentences = [" ".join(sentence) + "!" for sentence, _ in told]
    titles = [" ".join(title) for _, title in told]
    with database.write() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.wording.RARE", rare)
        connection.execute(articles.delete())
        for number, (sentence, title) in enumerate(zip(sentences, titles, strict=True)):
            save_told(connection, number, sentence, title)
        rebuild_releases(connection)
        phrases = find_phrases(query)
        found = {row.model for row in list_releases(connection, ReleaseFilter(text=query)).releases}
        assert found == ({f"Quux-{number}a" for number in says(phrases, sentences)} if asked else found)
        named = {row.url for row in list_articles(connection, ArticleFilter(title=query), 99)}
        expected = says(phrases, titles) if phrases else range(len(told))
        assert named == {f"https://news.example/{number}" for number in expected}
        assert names(connection, query) == {
            str(number) for number in says(phrases, [f"{each} ." for each in sentences])
        }


def says(phrases: list[list[Unit]], texts: list[str]) -> list[int]:
    """Which of the texts have all the phrases."""
    units = [find_units(clean_text(text)) for text in texts]
    return [n for n, each in enumerate(units) if phrases and all(any(find_places(each, p)) for p in phrases)]


def save_told(connection: Connection, number: int, sentence: str, title: str) -> None:
    """An article that is one sentence, on which a release rests whose name says nothing."""
    url, digest, model = f"https://news.example/{number}", f"sha1:{number}", f"Quux-{number}a"
    article = Article(digest, url, "example", "zh", title, None, None, None, f"{sentence} .", (), cleaner="plain")
    claim = Claim(
        digest, url, "Vv", "vv", model, model_key(model, None), "model", "released", None,
        Span(0, len(sentence)), None, None, None, None, "r", 0.9,
    )  # fmt: skip
    save_extraction(connection, Extraction(article, (claim,)), url, digest)


def test_the_index_has_what_the_documents_say_after_every_change(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/a.sqlite") as database:
        with database.write() as connection:
            for name, text in TEXTS.items():
                save(connection, name, text)
        for text in ("Altair 7 again", ""):
            with database.write() as connection:
                save(connection, "glm", f"另有一文 {text}")
                save(connection, text, f"A new one {text}")
                connection.exec_driver_sql(CHECK)
        with database.write() as connection:
            connection.execute(articles.delete().where(articles.c.url.contains("ling")))
            connection.exec_driver_sql(CHECK)
        with open_database(f"sqlite:///{tmp_path}/b.sqlite") as other:
            with database.read() as source, other.write() as target:
                copy_rows(source, target)
                target.exec_driver_sql(CHECK)
                assert len(search(target, "altair")) == 1
            with other.write() as connection:
                connection.exec_driver_sql(UNINDEXED)
            with pytest.raises(StorageError, match="malformed"), other.write() as connection:
                connection.exec_driver_sql(CHECK)
