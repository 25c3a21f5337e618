"""What every answer carries, what is not sent twice, and who asks too often."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from interface.web.caching import ETags
from interface.web.guarding import HEADERS, RateLimit


@pytest.mark.parametrize("path", ["/", "/releases?kind=bad", "/nothing", "/static/style.css", "/releases/zhipu/glm-5"])
def test_every_answer_is_guarded(site: httpx.Client, path: str) -> None:
    answer = site.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = dict(part.strip().partition(" ")[::2] for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/releases", "/health"])
def test_what_the_asker_has_is_not_sent_again(site: httpx.Client, path: str) -> None:
    first = site.get(path)
    again = site.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers or again.headers["content-length"] == "0"
    assert site.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200
    assert site.get(path, headers={"If-None-Match": f'"x", {first.headers["etag"]}'}).status_code == 304
    other = site.get(path, headers={"If-None-Match": first.headers["etag"], "Accept-Language": "en"})
    assert other.status_code == 200  # the page is another one in another language


def test_a_stream_is_passed_on_as_it_comes() -> None:
    async def parts() -> Iterator[bytes]:  # type: ignore[misc]
        for part in (b"one", b"two"):
            yield part

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(parts())(scope, receive, send)  # type: ignore[arg-type]

    transport = httpx.ASGITransport(ETags(app))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.get("/")

    import anyio  # noqa: PLC0415

    answer = anyio.run(ask)
    assert (answer.content, "etag" in answer.headers) == (b"onetwo", False)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def fine(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("fine")(scope, receive, send)


def test_who_asks_too_often_waits() -> None:
    clock = Clock()
    limited = RateLimit(fine, rate=6, clock=clock)

    def ask(client: str = "203.0.113.1") -> httpx.Response:
        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(limited, client=(client, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://site") as asker:
                return await asker.get("/")

        import anyio  # noqa: PLC0415

        return anyio.run(run)

    assert [ask().status_code for _ in range(7)] == [200] * 6 + [429]
    refused = ask()
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "more than 6 requests a minute"
    assert ask("203.0.113.2").status_code == 200
    clock.now = float(refused.headers["Retry-After"])
    assert [ask().status_code for _ in range(2)] == [200, 429]


def test_static_files_are_kept_until_they_change(site: httpx.Client, tmp_path: Path) -> None:
    page = site.get("/").text
    (style,) = [part for part in page.split('"') if part.startswith("/static/style.css")]
    assert "immutable" in site.get(style).headers["cache-control"]
    assert "immutable" not in site.get("/static/style.css").headers.get("cache-control", "")
    assert site.get("/static/../app.py").status_code == 404
    assert site.get("/static/%2e%2e/app.py").status_code == 404
