"""The real server on a loopback port: over the demo's database, and over one whose pages mean harm."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest

from extract.fetchstate import FetchState
from extract.knowledge import Vendor, load_vendors
from extract.records import KINDS, STATUSES, Article, Block, Capture, Claim, Extraction, PartialDate, Problem, Span
from interface.web.serving import listen, make_server
from interface.web.settings import WebSettings
from storage.captures import save_capture
from storage.database import open_database, save_rows
from storage.extractions import save_extraction
from storage.releases import rebuild_releases
from storage.runs import Run, save_run
from storage.schema import releases

if TYPE_CHECKING:
    from conftest import Demo

SCRIPT = "<script>document.title='taken'</script>"
TITLE = f"""{SCRIPT}"><img src=x onerror="alert(1)"> 'quoted' \u202eesrever\u2066 {{{{7*7}}}} &amp;"""
MODEL = "Evil-1\"'><b>\u202e"
"""A name that a page could have; the last sign turns what follows around."""


class Hostile(NamedTuple):
    """A site over pages that were written to harm who reads of them."""

    address: str
    title: str
    model: str
    script: str  # which is also the name of a vendor, a site, a rule …


@contextmanager
def served(database_url: str, settings: WebSettings) -> Iterator[str]:
    """The address of a server over this database."""
    with open_database(database_url) as database, listen("127.0.0.1", 0) as listener:
        server = make_server(database, settings)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def serve() -> Callable[[str, WebSettings], AbstractContextManager[str]]:
    """A server of one's own."""
    return served


@pytest.fixture(scope="session")
def address(undisturbed: "Demo") -> Iterator[str]:
    """The demo, served."""
    settings = WebSettings(rate=0, archive=undisturbed.folder / "archive")
    with served(f"sqlite:///{undisturbed.folder / 'moxun.db'}", settings) as address:
        yield address


@pytest.fixture
def site(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """Pages that were written to harm who reads of them, served."""
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'moxun.db'}"
    fill_with_harm(url)
    with served(url, WebSettings(rate=0)) as address:
        yield Hostile(address, TITLE, MODEL, SCRIPT)


def fill_with_harm(database_url: str) -> None:
    text = f"{TITLE}\n2月9日，{SCRIPT}发布{MODEL}。\n{SCRIPT}"
    start = text.index("2月9日")
    end = text.index("。") + 1
    model = Span(text.index(MODEL), text.index(MODEL) + len(MODEL))
    day = PartialDate(date(2026, 2, 9), date(2026, 2, 9), "day", "explicit", f"2月9日{SCRIPT}")
    page = "javascript:alert(1)//<script>"
    article = Article(
        digest="sha1:A", url=page, site=SCRIPT, language="zh", title=TITLE, published=day, published_raw=SCRIPT,
        published_basis="meta", text=text, blocks=(Block("paragraph", 0, len(text)),), cleaner=f"hint:{SCRIPT}",
    )  # fmt: skip
    claim = Claim(
        digest="sha1:A", url=page, vendor=SCRIPT, vendor_id=SCRIPT, model=MODEL, key="evil@1", kind="model",
        status="released", date=day, evidence=Span(start, end), model_span=model, vendor_span=None, date_span=None,
        trigger_span=None, rule=SCRIPT, score=0.9, terms=((SCRIPT, 0.9),),
    )  # fmt: skip
    problem = Problem("extract", "crash", SCRIPT, TITLE)
    with open_database(database_url) as database, database.write() as connection:
        save_extraction(connection, Extraction(article, (claim,), (problem,)), page, "sha1:A")
        rebuild_releases(connection, 0.6)
        save_run(connection, Run("crawl", SCRIPT, datetime(2026, 2, 10, tzinfo=UTC), None, "running", {SCRIPT: 1}))
        capture = Capture(page, SCRIPT, datetime(2026, 2, 10, tzinfo=UTC), 200, "text/html", "sha1:A", SCRIPT, 0, 9)
        save_capture(connection, capture, FetchState("", "", "", ""))


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Three months with 600 releases, of long names and short, served."""
    url = f"sqlite:///{tmp_path_factory.mktemp('crowded') / 'moxun.db'}"
    vendors = [vendor for vendor in load_vendors() if vendor.country][:60]
    with open_database(url) as database, database.write() as connection:
        save_rows(connection, releases, [_crowded_row(number, vendors) for number in range(600)])
    with served(url, WebSettings(rate=0)) as address:
        yield address


def _crowded_row(number: int, vendors: list[Vendor]) -> dict[str, object]:
    vendor = vendors[number * 7 % len(vendors)]
    start = date(2026, 1, 1) + timedelta(days=number * number % 90)
    end = start + timedelta(days=30) if number % 11 == 0 else start
    model = f"{('WM-', '大模型 ', 'Mini-iIl ')[number % 3]}{number}{'-Instruct' * (number % 5)}"
    return {
        "id": f"{vendor.id}/{number}", "vendor": vendor.name, "vendor_id": vendor.id, "model": model,
        "key": f"k{number}", "folded": f"k{number}", "kind": KINDS[number % 7], "status": STATUSES[number % 5],
        "date_start": start, "date_end": end, "date_precision": "day" if start == end else "month",
        "date_basis": "explicit", "date_raw": "", "conflicts": [] if number % 9 else ["date: a or b"],
        "claim_count": number % 4 + 1, "state": "current",
    }  # fmt: skip
