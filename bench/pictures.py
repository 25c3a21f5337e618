"""Every picture of the READMEs, taken anew from the demo: the pages in Debian's Chromium, the terminal as SVG.

    python -m bench.pictures               # into docs/pictures and docs/terminal.svg
    python -m bench.pictures --look DIR    # instead, every page at three widths, light and dark, in both languages

Needs chromium, chromium-driver and fonts-noto-cjk, and the extra `test`. Look at what has changed before you keep it.
"""

import argparse
import base64
import io
import os
import pty
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from rich.console import Console
from rich.style import Style
from rich.text import Text

from interface.demo import run_demo
from interface.web.serving import listen, make_server
from interface.web.settings import WebSettings
from storage.database import open_database

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

DOCS = Path(__file__).parent.parent / "docs"
COLUMNS = 110  # of the terminal
COMMANDS = (
    ("releases", "--track", "language", "--track", "video", "--track", "coding"),
    ("show", "Linhe-R2"),
    ("report", "claims", "http://demo.localhost/2026/03/900117.html", "--language", "zh"),
)
LINES = (99, 20, 22)  # of each, at most
WIDE = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]+")
FONTS = "Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"
RELEASE = "/releases/" + quote("林禾机器人/linhe-r-2")


class Shot(NamedTuple):
    """A picture: its name, the page, and the size of the window."""

    name: str
    path: str
    width: int = 1280
    height: int = 900


class Site(NamedTuple):
    """The demo, served, and where it lies."""

    address: str
    folder: Path
    article: str  # the id of the one with the figures


def shots(site: Site) -> list[Shot]:
    return [
        Shot("timeline-en", "/?lang=en&theme=light", 1280, 1010),
        Shot("timeline-zh", "/?lang=zh&theme=light", 1280, 1010),
        Shot("release-en", f"{RELEASE}?lang=en&theme=light"),
        Shot("release-zh", f"{RELEASE}?lang=zh&theme=light"),
        Shot("releases-dark", "/releases?lang=en&theme=dark&kind=model&country=CN&country=US", 1280, 820),
        Shot("article", f"/articles/{site.article}?lang=en&theme=light", 1280, 860),
        Shot("report-en", f"/articles/{site.article}/report?lang=en&theme=light", 1280, 960),
        Shot("report-zh", f"/articles/{site.article}/report?lang=zh&theme=light", 1280, 960),
        Shot("phone-zh", "/?lang=zh&theme=light", 360, 760),
        Shot("phone-dark", "/releases?lang=en&theme=dark", 360, 760),
    ]


def pages_to_look_at(site: Site) -> Iterator[Shot]:
    """Every kind of page at three widths, in light and dark, Chinese and English; as long as it is."""
    paths = {
        "timeline": "/", "lanes": "/?lanes=vendor", "table": "/releases?kind=model&country=CN", "release": RELEASE,
        "articles": "/articles", "article": f"/articles/{site.article}", "report": f"/articles/{site.article}/report",
        "vendors": "/vendors", "vendor": "/vendors/zhipu", "places": "/places", "search": "/search?q=GLM",
        "health": "/health", "api": "/api", "missing": "/nothing", "empty": "/releases?model=nothing",
    }  # fmt: skip
    for name, path in paths.items():
        for number, width in enumerate((360, 768, 1280)):
            for language, theme in (("zh", "light"), ("en", "dark")) if number != 1 else (("en", "light"),):
                more = f"{'&' if '?' in path else '?'}lang={language}&theme={theme}"
                yield Shot(f"{name}-{width}-{language}-{theme}", path + more, width, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--look", metavar="DIR", type=Path)
    look = parser.parse_args().look
    with tempfile.TemporaryDirectory() as folder, demo_site(Path(folder)) as site, chromium() as browser:
        target = look or DOCS / "pictures"
        target.mkdir(parents=True, exist_ok=True)
        for shot in pages_to_look_at(site) if look else shots(site):
            (target / f"{shot.name}.png").write_bytes(smaller(take(browser, site.address, shot)))
            print(target / f"{shot.name}.png")
        if not look:
            (DOCS / "terminal.svg").write_text(draw_terminal(site.folder), "utf-8")
            print(DOCS / "terminal.svg")


@contextmanager
def demo_site(folder: Path) -> Iterator[Site]:
    """The demo, run and served on the loopback."""
    run_demo(folder, Console(file=io.StringIO()), lambda _: None)
    url = f"sqlite:///{folder / 'moxun.db'}"
    with open_database(url) as database, listen("127.0.0.1", 0) as listener:
        with database.read() as connection:
            query = "SELECT id FROM articles WHERE url LIKE '%900117%'"
            article = connection.exec_driver_sql(query).scalar_one()
        server = make_server(database, WebSettings(rate=0, archive=folder / "archive"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", folder, article)
        server.should_exit = True
        thread.join()


@contextmanager
def chromium() -> Iterator["Chrome"]:
    from selenium.webdriver import Chrome, ChromeOptions  # noqa: PLC0415 imported where it is wanted only
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars"):
        options.add_argument(f"--{argument}")
    browser = Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield browser
    browser.quit()


def take(browser: "Chrome", address: str, shot: Shot) -> bytes:
    """A page as PNG; all of it where the height is 0."""
    size = {"width": shot.width, "height": shot.height or 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(address + shot.path)
    if not shot.height:
        length = browser.execute_script("return document.documentElement.scrollHeight")
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size | {"height": min(length, 2400)})
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(taken["data"])


def smaller(png: bytes) -> bytes:
    """With 256 colours, where Pillow is there: half the size, and no difference to be seen."""
    try:
        from PIL import Image  # noqa: PLC0415 nothing of ours needs it
    except ImportError:
        return png
    told = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(told, "PNG", optimize=True)
    return told.getvalue()


def draw_terminal(folder: Path) -> str:
    """What the commands print on a terminal, as SVG; runs of Chinese stand apart, so that each keeps its place."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for command, lines in zip(COMMANDS, LINES, strict=True):
        console.print(Text(f"$ moxun {' '.join(command)}", style="bold green"))
        printed = run_in_terminal(folder, command).splitlines()
        for line in printed[:lines] + (["…"] if len(printed) > lines else []):
            console.print(apart(Text.from_ansi(line)), overflow="fold")
        console.print()
    svg = console.export_svg(title="moxun", unique_id="moxun")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # no font from elsewhere
    svg = re.sub(r'textLength="([\d.]+)"([^>]*>)([^<]+)<', _as_wide_as_it_is, svg)
    return re.sub(r"font-family: Fira Code, monospace;", f"font-family: {FONTS};", svg)


def _as_wide_as_it_is(match: re.Match[str]) -> str:
    """Rich counts characters, where a Chinese one takes two columns."""
    length = float(match[1]) * (2 if WIDE.fullmatch(match[3]) else 1)
    return f'textLength="{length:g}"{match[2]}{match[3]}<'


def apart(text: Text) -> Text:
    for match in WIDE.finditer(text.plain):
        text.stylize(Style(meta={"wide": match.start()}), *match.span())
    return text


def run_in_terminal(folder: Path, command: tuple[str, ...]) -> str:
    """What the command prints where somebody looks, colours and all."""
    places = ["--database", f"sqlite:///{folder / 'moxun.db'}", "--archive", str(folder / "archive")]
    mine, its = pty.openpty()
    environment = os.environ | {"COLUMNS": str(COLUMNS), "LINES": "50", "TERM": "xterm-256color"}
    run = [sys.executable, "-c", "from interface.cli import main; main()", *places, *command]
    with subprocess.Popen(run, stdin=subprocess.DEVNULL, stdout=its, stderr=its, env=environment) as process:
        os.close(its)
        told = bytearray()
        while piece := _read(mine):
            told += piece
        process.wait()
    os.close(mine)
    return told.decode().replace("\r\n", "\n").strip("\n") + "\n"


def _read(terminal: int) -> bytes:
    """What is there; nothing once the other side has closed it."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


if __name__ == "__main__":
    main()
