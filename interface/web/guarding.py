"""What every answer carries, and who asks too often: two layers around the application, in plain ASGI."""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interface.web.problems import problem_response

# Nothing from elsewhere, nothing inline: a scraped <script> that were printed by mistake would not run either.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CLIENTS = 10_000  # of whom the newest are remembered
MINUTE = 60.0


class SecurityHeaders:
    """Puts HEADERS on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_guarded)


class RateLimit:
    """Answers 429 to a client who asks more often than `rate` times a minute, a burst of as many allowed.

    `clock` gives seconds. A client is an address of the connection; behind a proxy, uvicorn's --forwarded-allow-ips
    decides whose word for it counts.
    """

    def __init__(self, app: ASGIApp, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.rate = rate
        self.clock = clock
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # requests left, and when that was counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.rate and (wait := self._take(scope)):
            response = problem_response(429, f"more than {self.rate} requests a minute", {"Retry-After": str(wait)})
            await response(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _take(self, scope: Scope) -> int:
        """0 where the client may ask, else how many seconds until it may."""
        client, now = (scope.get("client") or ("",))[0], self.clock()
        left, then = self.left.pop(client, (float(self.rate), now))
        left = min(float(self.rate), left + (now - then) * self.rate / MINUTE)
        may = left >= 1
        self.left[client] = (left - 1 if may else left, now)
        if len(self.left) > CLIENTS:
            self.left.popitem(last=False)
        return 0 if may else max(1, round((1 - left) * MINUTE / self.rate + 0.5))
