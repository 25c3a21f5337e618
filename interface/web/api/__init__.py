"""The API: read-only JSON of what the database holds, the rows that `moxun … --format json` prints."""

from fastapi import APIRouter

from interface.web.api import articles, history, releases, reports, vendors

PREFIX = "/api/v1"
SCHEMA = f"{PREFIX}/openapi.json"

router = APIRouter(prefix=PREFIX)
for each in (releases.router, articles.router, reports.router, vendors.router, history.router):
    router.include_router(each)
