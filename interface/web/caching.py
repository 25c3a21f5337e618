"""ETags: an answer that the asker has already is not sent again. A layer around the application, in plain ASGI."""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAME = 304
KEPT = ("etag", "cache-control", "vary", "content-language", "set-cookie")  # of the headers, in a 304 too


class ETags:
    """Names each whole answer to a GET by what it holds. What is streamed is passed on as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, _Tagged(Headers(scope=scope), send))
        else:
            await self.app(scope, receive, send)


class HeadAsGet:
    """Answers a HEAD as the GET that it is asked for; the server leaves out the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)


class _Tagged:
    """Sends an answer with its ETag, or 304 in its place."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self.known = {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")} - {""}
        self.send = send
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004
            self.start = message  # it is sent when what follows is known
        elif self.start is not None:
            start, self.start = self.start, None
            await self._send_first(start, message)
        else:
            await self.send(message)

    async def _send_first(self, start: Message, message: Message) -> None:
        headers = MutableHeaders(scope=start)
        if not message.get("more_body") and "etag" not in headers:
            tag = f'"{hashlib.sha256(message.get("body", b"")).hexdigest()[:32]}"'
            headers["etag"] = f"W/{tag}"  # weak: the answer may be packed on its way
            if {tag, "*"} & self.known:
                kept = [each for each in headers.raw if each[0].decode() in KEPT]
                start = {**start, "status": SAME, "headers": kept}
                message = {**message, "body": b""}
        await self.send(start)
        await self.send(message)
