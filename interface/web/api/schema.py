"""The API's description: OpenAPI as FastAPI makes it, with our errors in place of its own."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from interface.web.api.records import ProblemDetails

FOREIGN = ("HTTPValidationError", "ValidationError")
ABOUT = (
    "Which AI models were released, by whom, when, and who says so. Read-only, without a key. Lists come in pages: "
    "`next` is the address of the following one. Answers carry an ETag. Errors are application/problem+json."
)


def read_schema(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        found = get_openapi(title="moxun", version="1", description=ABOUT, routes=app.routes)
        schemas = found["components"]["schemas"]
        for name in FOREIGN:
            schemas.pop(name, None)
        schemas[ProblemDetails.__name__] = ProblemDetails.model_json_schema()
        app.openapi_schema = found
    return app.openapi_schema
