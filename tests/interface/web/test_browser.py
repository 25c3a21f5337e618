"""The pages in Debian's headless Chromium: what people see, click and type."""

import importlib.util
import json
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

WIDTHS = (360, 768, 1280)
LINHE = "/releases/" + quote("林禾机器人/linhe-r-2")
PAGES = (
    "/", "/?lanes=vendor", "/releases", "/releases?kind=robot", LINHE, "/articles", "/vendors",
    "/vendors/zhipu", "/places", "/search?q=Sail", "/health", "/api", "/nothing",
)  # fmt: skip
TEXTS = """
return [...document.querySelectorAll('.drawing')].filter((each) => each.offsetParent).flatMap((drawing) =>
  [...drawing.querySelectorAll('text')].map((text) => {
    const {left, right, top, bottom} = text.getBoundingClientRect();
    return {text: text.textContent, left, right, top, bottom};
  }));
"""


@pytest.fixture(scope="session")
def browser() -> "Iterator[Chrome]":
    pytest.importorskip("selenium", reason="selenium drives the browser")
    from selenium.webdriver import Chrome, ChromeOptions  # noqa: PLC0415
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs):
        pytest.skip("Debian's chromium and chromium-driver are not installed")
    options = ChromeOptions()
    options.binary_location = str(programs[0])
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(programs[1]))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: "Chrome", address: str) -> Iterator["Page"]:
    """The demo in a browser that has never been there."""
    page = Page(browser, address)
    browser.delete_all_cookies()
    page.do("Emulation.setScriptExecutionDisabled", value=False)
    page.do("Emulation.setEmulatedMedia", media="", features=[])
    page.logs()
    yield page
    browser.get("about:blank")


class Page:
    """What a reader does with the pages."""

    def __init__(self, browser: "Chrome", address: str) -> None:
        self.browser = browser
        self.address = address

    def do(self, command: str, **values: object) -> Any:  # noqa: ANN401 whatever the browser answers
        return self.browser.execute_cdp_cmd(command, values)

    def open(self, path: str, width: int = 1280, height: int = 900) -> None:
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.browser.get(self.address + path)

    def find(self, css: str) -> "list[WebElement]":
        return [each for each in self.browser.find_elements("css selector", css) if each.is_displayed()]

    def run(self, script: str) -> Any:  # noqa: ANN401
        return self.browser.execute_script(script)  # type: ignore[no-untyped-call]

    def press(self, keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains  # noqa: PLC0415

        ActionChains(self.browser).send_keys(keys).perform()

    @property
    def path(self) -> str:
        return self.browser.current_url.removeprefix(self.address)

    def prefer(self, scheme: str) -> None:
        self.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def logs(self) -> tuple[list[str], set[str]]:
        """What the console says and what was asked for, since the last time."""
        said = [each["message"] for each in self.browser.get_log("browser")]  # type: ignore[no-untyped-call]
        events = [json.loads(each["message"])["message"] for each in self.browser.get_log("performance")]  # type: ignore[no-untyped-call]
        asked = {each["params"]["request"]["url"] for each in events if each["method"] == "Network.requestWillBeSent"}
        own = ("about:", "data:")  # the browser's: the icon in a date field
        return said, {url for url in asked if not url.startswith(own)}


def overlapping(texts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of texts that cover each other by more than half a pixel."""
    return [
        (one["text"], other["text"])
        for one, other in combinations(texts, 2)
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 0.5
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 0.5
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/?lang=zh", "/?lang=en&lanes=vendor", "/?from=2025-11-01&to=2026-05-31&lang=en"])
def test_no_label_of_the_timeline_overlaps_another(page: Page, path: str, width: int) -> None:
    page.open(path, width)
    texts = page.run(TEXTS)
    assert len(texts) > 40
    assert overlapping(texts) == []
    assert all(each["left"] >= 0 and each["right"] <= width for each in texts)


@pytest.mark.parametrize("width", [320, *WIDTHS, 1920])
def test_no_label_overlaps_where_there_are_many(browser: "Chrome", crowded: str, width: int) -> None:
    page = Page(browser, crowded)
    for lanes in ("country", "vendor"):
        page.open(f"/?lanes={lanes}&from=2026-01-01&to=2026-03-31", width)
        texts = page.run(TEXTS)
        assert len(texts) > 100
        assert overlapping(texts) == []
        assert all(each["left"] >= 0 and each["right"] <= width for each in texts)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_window(page: Page, width: int) -> None:
    for path in (*PAGES, report_of(page)):
        page.open(path, width)
        assert page.run("return document.documentElement.scrollWidth") <= width, path


def report_of(page: Page) -> str:
    """The address of the report on the newest article, which is the one with the figures."""
    page.open("/articles")
    href = page.find("table.articles th a")[0].get_attribute("href") or ""  # type: ignore[no-untyped-call]
    return f"{href.removeprefix(page.address)}/report"


@pytest.mark.parametrize("width", WIDTHS)
def test_an_open_menu_stays_on_the_page(page: Page, width: int) -> None:
    page.open("/releases", width)
    page.find(".picker:has([name=country]) summary")[0].click()
    left, right = page.run(
        "const {left, right} = document.querySelector('.picker[open] .menu').getBoundingClientRect();"
        "return [left, right]"
    )
    assert 0 <= left < right <= width
    assert page.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_evidence_is_a_click_from_the_timeline(page: Page, width: int) -> None:
    page.open("/?lang=en", width)
    (mark,) = page.find(f'.drawing a.mark[href="{LINHE}"]')
    mark.find_element("css selector", "text").click()
    wait_for(page, LINHE)
    quotes = page.find("ol.evidence mark.evidence")
    assert "Linhe-R2" in "".join(each.text for each in quotes)
    page.find("ol.evidence h3 a")[0].click()  # and another to the whole article
    wait_for(page, "/articles/")
    assert page.find(".quote.whole mark.evidence")


def test_the_console_is_silent_and_nobody_else_is_asked(page: Page) -> None:
    for path in PAGES[:-1]:
        page.open(path)
    said, asked = page.logs()
    assert said == []
    assert len(asked) > len(PAGES)
    assert {url for url in asked if not url.startswith(page.address)} == set()


def test_the_filter_applies_itself_and_is_the_address(page: Page) -> None:
    page.open("/releases?lang=en")
    assert len(page.find("tbody tr")) == 37
    page.find(".check:has([value=robot])")[0].click()
    wait_for(page, "kind=robot")
    assert page.path == "/releases?kind=robot"
    assert [row.text.splitlines()[0][:5] for row in page.find("tbody tr")] == ["9 Feb"]
    (vendor,) = page.find("[name=vendor]")
    vendor.send_keys("nobody\n")
    wait_for(page, "vendor=nobody")
    assert page.find(".empty")
    page.find(".chips a")[0].click()
    wait_for(page, "/releases?kind=robot")
    page.browser.back()
    wait_for(page, "vendor=nobody")
    assert page.find(".empty")


def test_of_a_menu_several_are_chosen_before_it_applies(page: Page) -> None:
    page.open("/releases?lang=en")
    menu = page.find(".picker:has([name=country]) summary")[0]
    menu.click()
    for code in ("US", "CN"):
        page.find(f".menu [value={code}]")[0].click()
    assert page.path == "/releases?lang=en"  # it waits for the menu to close
    page.find("h1")[0].click()
    wait_for(page, "country=")
    assert sorted(page.path.partition("?")[2].split("&")) == ["country=CN", "country=US"]
    assert page.find(".picker:has([name=country]) summary")[0].text == "China, United States"
    (vendor,) = page.find("input[name=vendor]")
    vendor.send_keys("智谱\n")
    wait_for(page, "vendor=")
    (vendor,) = page.find("input[name=vendor]")
    vendor.send_keys("Google\n")
    wait_for(page, "Google")
    assert [row.text.split()[0] for row in page.find("tbody th")] == ["Gemini", "GLM-5"]


def wait_for(page: Page, part: str) -> None:
    from selenium.webdriver.support.wait import WebDriverWait  # noqa: PLC0415

    WebDriverWait(page.browser, 10, poll_frequency=0.05).until(
        lambda browser: part in browser.current_url and page.run("return document.readyState") == "complete"
    )


def test_all_of_it_works_without_javascript(page: Page) -> None:
    page.do("Emulation.setScriptExecutionDisabled", value=True)
    page.open("/releases?lang=en")
    page.find(".check:has([value=chip])")[0].click()
    assert page.path == "/releases?lang=en"  # nothing applies itself
    page.find("form.filter button")[0].click()
    wait_for(page, "kind=chip")
    assert len(page.find("tbody tr")) == 1
    page.open("/")
    page.find(f'a.mark[href="{LINHE}"]')[0].find_element("css selector", "text").click()
    wait_for(page, LINHE)
    assert page.find("ol.evidence mark.evidence")


def test_the_language_is_switched_and_kept(page: Page) -> None:
    page.open("/vendors?lang=zh")
    assert page.find("h1")[0].text.startswith("厂商")
    page.find("a.switch")[0].click()
    wait_for(page, "lang=en")
    assert page.find("h1")[0].text.startswith("Vendors")
    page.find("nav.pages a")[1].click()
    wait_for(page, "/releases")
    assert page.find("h1")[0].text.startswith("Releases")
    assert page.find("html")[0].get_attribute("lang") == "en"


def test_it_can_be_read_with_the_keyboard_alone(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    page.open("/?lang=en")
    page.press(Keys.TAB)
    focused = "return document.activeElement.%s"
    assert page.run(focused % "textContent") == "Skip to content"
    for _ in range(60):
        page.press(Keys.TAB)
        if page.run("return document.activeElement.classList.contains('mark')"):
            break
    assert "· released ·" in page.run("return document.activeElement.getAttribute('aria-label')")
    page.press(Keys.ENTER)
    wait_for(page, "/releases/")
    page.press("gr")
    wait_for(page, "/releases")
    page.press("jj")
    assert len(page.find("tr.at")) == 1
    page.press(Keys.ENTER)
    wait_for(page, "/releases/")
    page.press("?")
    assert page.find("dialog[open]")
    page.press(Keys.ESCAPE)
    page.press("/")
    assert page.run(focused % "name") == "q"


def test_it_is_dark_where_the_reader_likes_it_dark(page: Page) -> None:
    def ground() -> int:
        return int(page.run("return getComputedStyle(document.body).backgroundColor").split("(")[1].split(",")[0])

    page.open("/")
    assert ground() > 200
    page.prefer("dark")
    assert ground() < 60
    page.open("/?theme=light")
    assert ground() > 200
    page.prefer("light")
    page.open("/?theme=dark")
    assert ground() < 60


def test_on_paper_there_is_only_what_is_read(page: Page) -> None:
    page.open(LINHE)
    page.do("Emulation.setEmulatedMedia", media="print")
    assert page.find("nav.pages, form, .switch, .themes") == []
    assert page.find("ol.evidence mark.evidence")
    page.open("/")
    assert len(page.find(".drawing")) == 1
    assert page.find("form, .tabs") == []


@pytest.mark.parametrize(
    ("width", "scheme", "language", "pages"),
    [(1280, "light", "zh", PAGES), (360, "dark", "en", ("/", "/releases?kind=robot", LINHE, "/vendors/zhipu"))],
)
def test_axe_finds_nothing_serious(page: Page, width: int, scheme: str, language: str, pages: tuple[str, ...]) -> None:
    found = importlib.util.find_spec("axe_core_python")
    if found is None or not found.origin:
        pytest.skip("axe-core-python is not installed")
    axe = Path(found.origin).with_name("axe.min.js").read_text("utf-8")
    page.prefer(scheme)
    page.open(f"/?lang={language}", width)
    serious = {}
    for path in (*pages, report_of(page), "/releases?vendor=Google"):
        page.open(path, width)
        page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.run(axe)
        result = page.browser.execute_async_script("axe.run().then(arguments[0])")  # type: ignore[no-untyped-call]
        bad = [each for each in result["violations"] if each["impact"] in ("serious", "critical")]
        if bad:
            serious[path] = [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in bad]
    assert serious == {}


def test_a_harmful_page_runs_nothing(browser: "Chrome", hostile: Any) -> None:  # noqa: ANN401 conftest.Hostile
    page = Page(browser, hostile.address)
    page.open("/")
    page.logs()
    for path in ("/", "/releases", "/articles", "/vendors", "/health", "/search?q=Evil"):
        page.open(path)
        assert "taken" not in page.browser.title
        assert page.find("header.site")
    page.open("/releases")
    page.find("tbody th a")[0].click()
    wait_for(page, "/releases/")
    assert "Evil-1" in page.find("h1")[0].text
    said, asked = page.logs()
    assert said == []
    assert {url for url in asked if not url.startswith(hostile.address)} == set()
