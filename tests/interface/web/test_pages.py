"""The pages without a browser: what they say, that an address is its page's state, and that nothing does harm."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urljoin, urlsplit

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Hostile

PAGES = ("/", "/?lanes=vendor", "/releases", "/articles", "/vendors", "/places", "/search?q=GLM", "/health")
LINHE = "/releases/" + quote("林禾机器人/linhe-r-2")
ALLOWED_ATTRIBUTES = re.compile(r"on\w+|style|srcdoc")


class Page(HTMLParser):
    """The tags of a page, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())

    def attributes(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name))]


def read(site: httpx.Client, path: str, **headers: str) -> Page:
    answer = site.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.text[-500:])
    return Page(answer.text)


def crawl(site: httpx.Client, start: str = "/") -> Iterator[tuple[str, httpx.Response]]:
    """Every page of the site that its links lead to, but the lists only as they begin."""
    waiting, known = [start], {start}
    while waiting:
        path = waiting.pop()
        answer = site.get(path)
        yield path, answer
        if "html" not in answer.headers["content-type"]:
            continue
        for href in Page(answer.text).attributes("href"):
            link = urlsplit(urljoin(path, href))
            if not link.netloc and link.path not in known:
                known.add(link.path)
                waiting.append(link.path)


@pytest.fixture(scope="module")
def crawled(address: str) -> dict[str, httpx.Response]:
    with httpx.Client(base_url=address, trust_env=False) as site:
        return dict(crawl(site))


def test_every_link_leads_somewhere(crawled: dict[str, httpx.Response]) -> None:
    assert {path: answer.status_code for path, answer in crawled.items() if answer.status_code != 200} == {}
    for kind, least in (("/releases/", 37), ("/articles/", 15), ("/vendors/", 15), ("/static/", 3)):
        assert len([path for path in crawled if path.startswith(kind)]) >= least


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_page_is_in_the_readers_language(site: httpx.Client, path: str, language: str) -> None:
    page = read(site, path, **{"Accept-Language": language})
    assert dict(page.tags)["html"]["lang"] == language
    other = "English" if language == "zh-CN" else "中文"
    assert other in page.text
    assert ("Read by rules" in page.text) == (language == "en")


def test_what_the_address_says_of_the_language_is_kept(address: str) -> None:
    with httpx.Client(base_url=address, trust_env=False) as reader:
        assert "Timeline of releases" in read(reader, "/?lang=en", **{"Accept-Language": "zh"}).text
        assert "Timeline of releases" in read(reader, "/", **{"Accept-Language": "zh"}).text
        assert dict(read(reader, "/?theme=dark").tags)["html"]["data-theme"] == "dark"
        assert dict(read(reader, "/vendors").tags)["html"]["data-theme"] == "dark"
        assert "发布时间线" in read(reader, "/?lang=zh").text


def test_the_language_switch_keeps_the_rest_of_the_address(site: httpx.Client) -> None:
    page = read(site, "/releases?kind=robot&order=oldest&lang=en")
    (switch,) = [each["href"] for _, each in page.tags if each.get("class") == "switch"]
    assert switch == "/releases?kind=robot&order=oldest&lang=zh"


def test_the_home_page_shows_each_release_of_its_window(site: httpx.Client) -> None:
    page = read(site, "/?from=2026-02-01&to=2026-02-28&lang=en")
    marks = [each for tag, each in page.tags if tag == "a" and (each.get("class") or "").startswith("mark ")]
    assert len(marks) == 3 * 29  # for each of three widths
    linhe = [each for each in marks if each["href"] == LINHE]
    assert len(linhe) == 3
    assert "disputed" in (linhe[0]["class"] or "")
    assert linhe[0]["aria-label"] == "林禾机器人 Linhe-R2 · robot · released · 9 Feb 2026 · 2 articles"


def test_the_timeline_moves_by_its_own_length(site: httpx.Client) -> None:
    page = read(site, "/?from=2026-02-01&to=2026-02-28")
    links = {each["rel"]: each["href"] for tag, each in page.tags if tag == "a" and each.get("rel") in ("prev", "next")}
    assert links == {"prev": "/?from=2026-01-04&to=2026-01-31", "next": "/?from=2026-03-01&to=2026-03-28"}


def test_a_filter_is_its_address(site: httpx.Client) -> None:
    page = read(site, "/releases?kind=robot&kind=chip&lang=en")
    assert [name for name in ("Linhe-R2", "Tarn-X1", "GLM-5") if name in page.text] == ["Linhe-R2", "Tarn-X1"]
    checked = [each["value"] for tag, each in page.tags if tag == "input" and "checked" in each]
    assert checked == ["robot", "chip"]
    assert "/releases?kind=chip" in page.attributes("href")  # without the one
    assert "2 releases" in page.text


def test_the_form_asks_for_what_the_address_says(site: httpx.Client) -> None:
    page = read(site, "/releases?from=2026-02-10&vendor=Google&country=US&min_confidence=0.5&order=oldest")
    values = {
        each["name"]: each.get("value") for tag, each in page.tags if tag == "input" and each.get("type") != "checkbox"
    }
    assert (values["from"], values["min_confidence"], values["order"]) == ("2026-02-10", "0.5", "oldest")
    assert chosen(page) == [("vendor", "Google"), ("country", "US")]


def test_of_country_source_vendor_kind_and_status_several_may_be_chosen(site: httpx.Client) -> None:
    asked = [("vendor", "Google"), ("vendor", "智谱"), ("country", "US"), ("country", "CN"), ("source", "qbitai")]
    page = read(site, f"/releases?{urlencode([*asked, ('kind', 'model'), ('status', 'released'), ('kind', 'robot')])}")
    assert set(chosen(page)) == {*asked, ("kind", "model"), ("kind", "robot"), ("status", "released")}
    links = {link for link in page.attributes("href") if link.startswith("/releases/")}
    assert links == {"/releases/google/gemini-pro-3.1", "/releases/zhipu/glm-5"}
    assert "2 releases" in read(site, f"/releases?{urlencode(asked)}&lang=en").text


def chosen(page: Page) -> list[tuple[str | None, str | None]]:
    """The names and values of the boxes that are ticked."""
    return [(each["name"], each["value"]) for tag, each in page.tags if tag == "input" and "checked" in each]


@pytest.mark.parametrize(
    "path",
    ["/releases?kind=bad", "/releases?colour=red", "/releases?from=2026-02-30", "/releases?order=x",
     "/releases?after=x", "/?lanes=x", "/?from=1900-01-01&to=2026-01-01", "/articles?kind=model",
     "/releases?min_confidence=7"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_says_what_is_wrong(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "This address makes no sense" in answer.text
    assert len(Page(answer.text).text.partition("is wrong:")[2].split(" Back to")[0]) > 10


@pytest.mark.parametrize(
    "path", ["/nothing", "/releases/none/such", "/articles/none", "/vendors/none", "/static/none.css"]
)
def test_what_is_not_there_is_a_page_that_says_so(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert site.post("/").status_code == 405


def test_a_release_shows_each_quote_marked_in_the_archived_text(site: httpx.Client) -> None:
    html = site.get(LINHE).text
    page = Page(html)
    assert "2月9日，林禾机器人发布人形机器人Linhe-R2，双臂展开一米九" in page.text
    marks = re.findall(r'<mark class="([\w ]+)">([^<]+)</mark>', html)
    assert ("evidence model", "Linhe-R2") in marks
    assert ("evidence date", "2月10日") in marks
    assert "让它反应更快的是一颗新芯片" in page.text  # what stands after it
    assert len(re.findall(r'<li id="said-\d+"', html)) == 2


def test_articles_that_disagree_stand_side_by_side(site: httpx.Client) -> None:
    html = site.get(LINHE, headers={"Accept-Language": "zh"}).text
    sides = re.findall(r'<div class="side"><h3>.*?<bdi>(.*?)</bdi>', html)
    assert sides == ["2026年2月9日", "2026年2月10日"]
    assert 'id="conflicts"' not in site.get("/releases/zhipu/glm-5").text


def test_an_article_shows_everything_that_was_found_in_it(site: httpx.Client) -> None:
    path = re.findall(r"/articles/[0-9a-f]{24}", site.get("/articles?text=Harbor+Labs+releases").text)[0]
    page = read(site, path, **{"Accept-Language": "en"})
    for name in ("Beacon 3", "Mooring 2.0", "Beacon 4", "3 releases", "hint:qbitai", ".warc.gz"):
        assert name in page.text
    assert [each["href"] for _, each in page.tags if each.get("class") == "ref"] == [
        "#quote-1", "#quote-2", "#quote-3", "#claim-1", "#claim-2", "#claim-3",
    ]  # fmt: skip


def test_lists_go_on_where_they_stopped(site: httpx.Client) -> None:
    first = site.get("/releases?order=model")
    (after,) = re.findall(r'rel="next" href="([^"]+)"', first.text) or [None]
    assert after is None  # 37 releases are one page: the next ones are tested with the API
    assert len(set(re.findall(r'<th scope="row" class="model"><a href="([^"]+)"', first.text))) == 37


def harmful(page: Page) -> list[str]:
    """What a browser would run."""
    found = [tag for tag, each in page.tags if tag == "script" and not (each.get("src") or "").startswith("/static/")]
    found += [tag for tag, _ in page.tags if tag in ("img", "b", "iframe", "object", "style")]
    found += [name for _, each in page.tags for name in each if ALLOWED_ATTRIBUTES.fullmatch(name)]
    return found + [each for each in page.attributes("href") if not re.match(r"https?://|/|#", each)]


def test_pages_written_to_harm_do_none(hostile: "Hostile") -> None:
    with httpx.Client(base_url=hostile.address, trust_env=False) as site:
        answers = dict(crawl(site))
        assert len([path for path in answers if path.startswith(("/releases/", "/articles/"))]) == 2
        for path, answer in answers.items():
            if "html" in answer.headers["content-type"]:
                assert harmful(Page(answer.text)) == [], path
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text), path
        release = next(Page(answer.text) for path, answer in answers.items() if path.startswith("/releases/"))
        assert hostile.script in release.text  # as words
        assert hostile.model.rstrip("\u202e") in release.text
        assert "{{7*7}}" in Page(next(a.text for p, a in answers.items() if p.startswith("/articles/"))).text
        search = read(site, "/search?q=" + quote('"><script>alert(1)</script>'))
        assert harmful(search) == []


def test_nothing_is_asked_of_anybody_else(site: httpx.Client) -> None:
    for path in (*PAGES, LINHE):
        page = read(site, path)
        loaded = [
            each.get("src") or each.get("href")
            for tag, each in page.tags
            if tag in ("script", "link", "img", "image", "use")
        ]
        assert all(each and re.match("/(static|feeds)/", each) for each in loaded), path
    for name in ("style.css", "timeline.css", "page.js"):
        assert not re.search(r"https?://|@import|url\(", site.get(f"/static/{name}").text)


def test_archived_html_is_never_served(crawled: dict[str, httpx.Response]) -> None:
    for path, answer in crawled.items():
        if "html" in answer.headers["content-type"]:
            assert 'class="person_box"' not in answer.text, path  # of the pages in the archive
            assert answer.headers["content-security-policy"].startswith("default-src 'self'")
