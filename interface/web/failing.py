"""What is answered where something is wrong: a page to a reader, application/problem+json to a program."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from interface.web.problems import problem_response
from interface.web.viewing import render, view_of
from storage.database import StorageError
from storage.filters import FilterError
from storage.paging import BadPageError

API = "/api/"
BAD, MISSING, INVALID, BROKEN, BUSY = 400, 404, 422, 500, 503
logger = logging.getLogger(__name__)


def register_failures(app: FastAPI) -> None:
    """Give the application its answers to every error."""
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(FilterError, _answer_filter)
    app.add_exception_handler(BadPageError, _answer_page)
    app.add_exception_handler(StorageError, _answer_storage)
    app.add_exception_handler(Exception, _answer_mistake)


def _answer(request: Request, status: int, detail: str, headers: Any = None, **more: Any) -> Response:  # noqa: ANN401
    if request.url.path.startswith(API):
        return problem_response(status, detail, headers, **more)
    view = view_of(request)
    told = status if f"error.title_{status}" in view.words.texts else BROKEN
    response = render(view, "error.html", status, code=told, detail=detail if status == BAD else "")
    response.headers.update(headers or {})
    return response


async def _answer_http(request: Request, error: Any) -> Response:  # noqa: ANN401 registered for this kind
    return _answer(request, error.status_code, str(error.detail), error.headers)


async def _answer_invalid(request: Request, error: Any) -> Response:  # noqa: ANN401
    told = [{"at": ".".join(map(str, each["loc"])), "says": each["msg"]} for each in error.errors()]
    detail = "; ".join(f"{each['at']}: {each['says']}" for each in told)
    status = INVALID if request.url.path.startswith(API) else BAD
    return _answer(request, status, detail, errors=told)


async def _answer_filter(request: Request, error: Any) -> Response:  # noqa: ANN401
    return _answer(request, INVALID if request.url.path.startswith(API) else BAD, str(error))


async def _answer_page(request: Request, error: Any) -> Response:  # noqa: ANN401
    return _answer(request, MISSING if request.url.path.startswith(API) else BAD, str(error))


async def _answer_storage(request: Request, error: Any) -> Response:  # noqa: ANN401
    logger.error("%s", error)
    return _answer(request, BUSY, "the database cannot be read at the moment")


async def _answer_mistake(request: Request, error: Any) -> Response:  # noqa: ANN401
    logger.exception("a mistake of ours at %s", request.url.path, exc_info=error)
    return _answer(request, BROKEN, "a mistake of ours")
