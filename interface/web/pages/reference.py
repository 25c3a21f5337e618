"""The API's description as a page, made from its OpenAPI document."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from interface.web.api import SCHEMA
from interface.web.viewing import render, view_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API."""

    path: str
    about: str
    parameters: list[dict[str, Any]]
    example: str


@router.get("/api")
def reference(request: Request) -> HTMLResponse:
    """Every endpoint with its parameters."""
    schema = request.app.openapi()
    endpoints = [
        Endpoint(path, each["get"]["description"], each["get"].get("parameters", []), _example(schema, each["get"]))
        for path, each in schema["paths"].items()
    ]
    return render(view_of(request), "reference.html", endpoints=endpoints, schema=SCHEMA)


def _example(schema: dict[str, Any], operation: dict[str, Any]) -> str:
    """The example of what it answers, as JSON; "" where there is none."""
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    record = schema["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
    items = record.get("properties", {}).get("items", {}).get("items", {}).get("$ref")
    record = schema["components"]["schemas"][items.rpartition("/")[2]] if items else record
    examples = record.get("examples", [])
    return json.dumps(examples[0], ensure_ascii=False, indent=1) if examples else ""
