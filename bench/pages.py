"""What a page or an answer of the API costs the server, over the database of bench/query.py.

    python -m bench.query --database query.db     # makes it: 100,000 releases and 1,000,000 claims
    python -m bench.pages --database query.db

Of each group the median and the 95th percentile: CPU of the whole process, from the request to the last byte, through
the application with all its layers; not from a cache, and with another address each time. Bounds: 50 ms at the 95th
percentile for lists, filters, searches and single things, 200 ms for the timeline of a quarter.
"""

import argparse
import asyncio
import io
import re
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from urllib.parse import quote

import httpx

from interface.web.app import build_app
from interface.web.settings import WebSettings
from storage.database import open_database

BOUND, TIMELINE_BOUND = 0.050, 0.200  # CPU seconds, at the 95th percentile
DAYS = [date(2023, 1, 1) + timedelta(days=number) for number in range(60, 1100, 130)]
PATHS: dict[str, list[str]] = {
    "table": [
        "/releases",
        "/releases?order=vendor",
        "/releases?order=model",
        "/releases?order=claims",
        "/releases?order=oldest",
    ],
    "table: kind, status": ["/releases?kind=model", "/releases?kind=chip&kind=robot", "/releases?status=planned"],
    "table: vendor": [f"/releases?vendor={quote(name)}" for name in ("智谱", "Google", "DeepSeek", "nobody")],
    "table: place": ["/releases?country=CN", "/releases?city=杭州", "/releases?country=CN&district=海淀区"],
    "table: family, track": ["/releases?family=Qwen", "/releases?track=video", "/releases?track=language&kind=model"],
    "table: days": [f"/releases?from={day}&to={day + timedelta(days=91)}" for day in DAYS[:4]],
    "table: one day": [f"/releases?on={day}" for day in DAYS],
    "table: words": [
        f"/releases?text={quote(words)}" for words in ("GLM", "推理", "open weights", "nowhere to be found")
    ],
    "table: source, confidence": [
        "/releases?source=qbitai",
        "/releases?source=nowhere",
        "/releases?min_confidence=0.9",
    ],
    "search": [f"/search?q={quote(words)}" for words in ("GLM", "Nova", "推理", "open weights", "nowhere to be found")],
    "articles": ["/articles", "/articles?source=qbitai", "/articles?text=100", f"/articles?from={DAYS[3]}"],
    "vendors, places": ["/vendors", "/places", "/vendors/zhipu", "/vendors/google"],
    "API: releases": [
        "/api/v1/releases",
        "/api/v1/releases?order=vendor&limit=200",
        "/api/v1/releases?country=US&kind=model",
    ],
    "API: claims, models": ["/api/v1/claims", "/api/v1/claims?vendor=zhipu", "/api/v1/models", "/api/v1/articles"],
    "API: search": [f"/api/v1/search?q={quote(words)}" for words in ("GLM", "推理", "nowhere to be found")],
    "API: vendors, runs, changes": ["/api/v1/vendors", "/api/v1/vendors/google", "/api/v1/runs", "/api/v1/changes"],
    "feeds": ["/feeds/releases.atom", "/feeds/releases.json?kind=robot", "/feeds/releases.ics?country=CN"],
}
APART = {"figures of everything": ["/health", "/api/v1/stats", "/api/v1/stats?country=CN"]}  # told, and not bound
TIMELINES = {
    "timeline of a quarter": [f"/?from={day}&to={day + timedelta(days=90)}" for day in DAYS],
    "timeline of a quarter, by vendor": [f"/?lanes=vendor&from={day}&to={day + timedelta(days=90)}" for day in DAYS],
    "timeline as it opens": ["/"],
}

Ask = Callable[[str], Awaitable[httpx.Response]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", metavar="FILE", required=True)
    with open_database(f"sqlite:///{parser.parse_args().database}") as database:
        transport = httpx.ASGITransport(build_app(database, WebSettings(rate=0)))
        asyncio.run(measure(transport))


async def measure(transport: httpx.ASGITransport) -> None:
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        await client.get("/")  # whatever is loaded once
        await measure_group(client.get, PATHS | {"one thing": await find_things(client.get)}, BOUND)
        await measure_group(client.get, TIMELINES, TIMELINE_BOUND)
        await measure_group(client.get, APART, None)


async def find_things(ask: Ask) -> list[str]:
    """A few releases and articles, as the lists link to them."""
    found = [
        re.findall(r'"(/(?:releases|articles)/[^"/?][^"?]*)"', (await ask(path)).text)
        for path in ("/releases", "/articles")
    ]
    return [f"{api}{link}" for links in found for link in links[::12] for api in ("", "/api/v1")]


async def measure_group(ask: Ask, groups: dict[str, list[str]], bound: float | None) -> None:
    costs: list[float] = []
    for name, paths in groups.items():
        times = sorted([await cost_of(ask, path) for path in paths])
        costs += times
        print(f"{name:34}{1000 * times[len(times) // 2]:9.1f} ms{1000 * times[int(len(times) * 0.95)]:9.1f} ms")
    if bound:
        p95 = sorted(costs)[int(len(costs) * 0.95)]
        verdict = "within" if p95 <= bound else "OVER"
        print(f"95th percentile of {len(costs)}: {1000 * p95:.1f} ms, {verdict} {1000 * bound:.0f} ms\n")


async def cost_of(ask: Ask, path: str) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        before = time.process_time()
        answer = await ask(path)
        best = min(best, time.process_time() - before)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-300:])
    return best


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    main()
