"""The application: pages, API, static files, and what stands around them."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from interface.web import api, pages
from interface.web.api.schema import read_schema
from interface.web.caching import ETags, HeadAsGet
from interface.web.failing import register_failures
from interface.web.guarding import RateLimit, SecurityHeaders
from interface.web.settings import WebSettings
from interface.web.templating import STATIC
from storage.database import Database

FOR_EVER = "public, max-age=31536000, immutable"
PACKED = 1000  # bytes from which an answer is packed


def build_app(database: Database, settings: WebSettings | None = None) -> ASGIApp:
    """Everything that `moxun serve` answers, out of this database. It only reads."""
    settings = settings or WebSettings()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=api.SCHEMA)  # those pages load scripts from elsewhere
    app.openapi = lambda: read_schema(app)  # type: ignore[method-assign]
    app.include_router(api.router)
    app.state.database, app.state.settings = database, settings
    for router in pages.ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    register_failures(app)
    return _surround(app, settings)


def _surround(app: FastAPI, settings: WebSettings) -> ASGIApp:
    """From the inside to the outside: every answer, also a refusal, has the headers that keep it harmless."""
    around: ASGIApp = ETags(HeadAsGet(app))
    around = GZipMiddleware(around, minimum_size=PACKED, compresslevel=5)
    if settings.origins:
        around = CORSMiddleware(around, allow_origins=settings.origins, allow_methods=["GET"], expose_headers=["ETag"])
    return SecurityHeaders(RateLimit(around, settings.rate))


class KeptFiles(StaticFiles):
    """Static files, which browsers keep for ever where the address names what they hold."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope["query_string"]:
            response.headers["Cache-Control"] = FOR_EVER
        return response
