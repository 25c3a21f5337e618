"""The API: the rows of the command line, in pages that fit together, and errors that say what is wrong."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from typer.testing import CliRunner

from interface.cli import app
from interface.web.settings import WebSettings

if TYPE_CHECKING:
    from conftest import Demo, Hostile

ROOT = Path(__file__).parents[3]
LISTS = ("releases", "claims", "models", "articles", "vendors", "runs")
LINHE = quote("林禾机器人/linhe-r-2")


def read(site: httpx.Client, path: str) -> Any:  # noqa: ANN401 whatever JSON holds
    answer = site.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def pages(site: httpx.Client, path: str) -> Iterator[list[dict[str, Any]]]:
    following: str | None = f"/api/v1/{path}"
    while following:
        page = site.get(following).json()
        yield page["items"]
        following = page["next"]


def test_releases_are_the_rows_of_the_command_line(site: httpx.Client, undisturbed: "Demo") -> None:
    command = ["--database", str(undisturbed.folder / "moxun.db"), "releases", "--format", "json"]
    printed = json.loads(CliRunner().invoke(app, command).stdout)
    assert read(site, "releases?limit=200")["items"] == printed
    assert len(printed) == 37


@pytest.mark.parametrize("name", LISTS)
def test_pages_together_are_the_whole_list(site: httpx.Client, name: str) -> None:
    size = 100 if name == "vendors" else 4
    found = [item["id"] for page in pages(site, f"{name}?limit={size}") for item in page]
    whole = [item["id"] for page in pages(site, f"{name}?limit=200") for item in page]
    assert found == whole
    assert len(set(found)) == len(found) >= (2 if name == "runs" else 15)


@pytest.mark.parametrize("order", ["newest", "oldest", "vendor", "model", "claims"])
def test_each_order_goes_on_where_it_stopped(site: httpx.Client, order: str) -> None:
    found = [item["id"] for page in pages(site, f"releases?order={order}&limit=5&kind=model") for item in page]
    assert found == [item["id"] for item in read(site, f"releases?order={order}&limit=200&kind=model")["items"]]
    assert len(set(found)) == 30


def test_a_release_leads_to_its_words(site: httpx.Client) -> None:
    release = read(site, f"releases/{LINHE}")
    assert (release["model"], release["claims"], len(release["evidence"])) == ("Linhe-R2", 2, 2)
    for each in release["evidence"]:
        article = read(site, f"articles/{each['article_id']}")
        assert article["text"][each["start"] : each["end"]] == each["quote"]
        assert each["file"] in {capture["file"] for capture in article["captures"]}
        assert each["claim_id"] in {claim["id"] for claim in article["found"]}
        assert "<p" not in article["text"]
    assert {each["date_start"] for each in release["evidence"]} == {"2026-02-09", "2026-02-10"}
    assert [event["event"] for event in release["events"]]


def test_the_filter_is_that_of_the_command_line(site: httpx.Client) -> None:
    for query, names in {
        "kind=robot&kind=chip": {"Linhe-R2", "Tarn-X1"},
        "vendor=Zhipu": {"GLM-5"},
        "country=US": {"Claude Opus 4.6", "Gemini 3.1 Pro", "GPT-5.3-Codex"},
        "on=2026-02-16": {"Qwen3.5-Plus"},
        "status=planned": {"Beacon 4", "Luming-Video 3"},
        "model=glm5": {"GLM-5"},
    }.items():
        assert {each["model"] for each in read(site, f"releases?{query}")["items"]} == names, query


def test_claims_models_vendors_search_and_stats_agree(site: httpx.Client) -> None:
    (claim,) = read(site, "claims?release=zhipu/glm-5")["items"]
    assert (claim["vendor_id"], claim["model"], claim["date_start"]) == ("zhipu", "GLM-5", "2026-02-11")
    assert round(sum(claim["terms"].values()), 2) >= claim["score"] - 0.01
    (model,) = read(site, "models?model=GLM-5")["items"]
    assert (model["family"], model["track"], model["first"]) == ("GLM", "language", "2026-02-11")
    vendor = read(site, "vendors/zhipu")
    assert (vendor["name"], vendor["country"], vendor["releases"]) == ("智谱", "CN", 1)
    assert [each["id"] for each in read(site, "search?q=GLM-5")["items"]][:1] == ["zhipu/glm-5"]
    stats = read(site, "stats?country=US")
    assert (stats["releases"], stats["country"], sum(stats["day"].values())) == (3, {"US": 3}, 3)
    assert sum(read(site, "stats")["kind"].values()) == 37


def test_changes_are_told_in_order_and_only_once(site: httpx.Client) -> None:
    found = [change for page in pages(site, "changes?limit=7") for change in page]
    assert found
    assert [each["id"] for each in found] == sorted({each["id"] for each in found})
    assert {each["release_id"] for each in found} >= {"zhipu/glm-5"}
    assert read(site, f"changes?after={found[-1]['id']}")["items"] == []
    assert read(site, "changes?since=2100-01-01T00:00:00Z")["items"] == []
    assert len(read(site, "changes?since=2000-01-01T00:00&limit=200")["items"]) == min(200, len(found))


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("releases?kind=bad", 422, "kind"),
        ("releases?colour=red", 422, "colour"),
        ("releases?from=0", 422, "YYYY-MM-DD"),
        ("releases?from=2026-02-30", 422, "from"),
        ("releases?limit=1000", 422, "limit"),
        ("releases?country=XX", 422, "country"),
        ("releases?after=nonsense", 404, "no page"),
        ("articles?after=nonsense", 404, "no page"),
        ("releases/none/such", 404, "no release"),
        ("articles/none", 404, "no article"),
        ("vendors/none", 404, "no vendor"),
        ("changes?since=1", 422, "since"),
        ("search", 422, "q"),
        ("nothing", 404, "Not Found"),
    ],
)
def test_errors_are_problems_that_say_what_is_wrong(site: httpx.Client, path: str, status: int, words: str) -> None:
    answer = site.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert words in problem["detail"]


def test_nothing_can_be_written(site: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = site.request(method, "/api/v1/releases")
        assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


def test_head_is_answered_as_get_is(site: httpx.Client) -> None:
    head, got = site.head("/api/v1/releases"), site.get("/api/v1/releases")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert site.get("/api/v1/releases", headers={"If-None-Match": got.headers["etag"]}).status_code == 304


def test_a_harmful_name_is_only_data(hostile: "Hostile") -> None:
    with httpx.Client(base_url=hostile.address, trust_env=False) as site:
        (release,) = read(site, "releases")["items"]
        assert (release["vendor"], release["model"]) == (hostile.script, hostile.model)
        assert site.get("/api/v1/releases").headers["x-content-type-options"] == "nosniff"
        (article,) = read(site, "articles")["items"]
        assert article["title"] == hostile.title
        assert read(site, "vendors/" + quote(release["vendor_id"], safe=""))["name"] == hostile.script


def test_other_sites_may_read_it_where_they_are_named(undisturbed: "Demo", serve: Any) -> None:  # noqa: ANN401
    url = f"sqlite:///{undisturbed.folder / 'moxun.db'}"
    settings = WebSettings(origins=("https://friend.example",), rate=3)
    with serve(url, settings) as address, httpx.Client(base_url=address, trust_env=False) as site:
        asked = [site.get("/api/v1/runs", headers={"Origin": f"https://{name}.example"}) for name in ("friend", "foe")]
        assert [each.headers.get("access-control-allow-origin") for each in asked] == [
            "https://friend.example",
            None,
        ]
        assert [site.get("/").status_code for _ in range(2)] == [200, 429]


def test_every_endpoint_is_documented(site: httpx.Client) -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    schema = read(site, "openapi.json")
    told = dict(re.findall(r"^\| `GET (/\S+)` \|(.*)\|$", text, re.MULTILINE))
    assert set(told) == set(schema["paths"])
    whole = re.search(r"^\*\*The filter\*\*.*$", text, re.MULTILINE)
    assert whole
    for path, each in schema["paths"].items():
        row = told[path] + (whole[0] if "the filter" in told[path] else "")
        names = {parameter["name"] for parameter in each["get"].get("parameters", []) if parameter["in"] == "query"}
        assert names <= set(re.findall(r"`([a-z_]+)`", row)), path
        assert len(each["get"]["description"]) > 5


def test_every_page_is_documented(site: httpx.Client) -> None:
    from interface.web import pages as site_pages  # noqa: PLC0415

    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    paths = {route.path for router in site_pages.ROUTERS for route in router.routes}
    simple = {re.sub(r"\{\w+(:path)?\}", "{id}", path) for path in paths} - {"/feeds/releases.{id}"}
    assert [path for path in simple if f"`{path}" not in text] == []


def test_no_random_question_breaks_it(address: str, tmp_path: Path) -> None:
    """Schemathesis: answers as described, wrong questions refused, and no failure, whatever is asked."""
    program = Path(sys.executable).with_name("schemathesis")
    if not program.exists():
        pytest.skip("schemathesis is not installed")
    command = [
        str(program),
        "run",
        f"{address}/api/v1/openapi.json",
        "--max-examples",
        "6",
        "--seed",
        "1",
        "--no-color",
    ]
    command += [
        "--suppress-health-check=filter_too_much",
        "--generation-database",
        "none",
        "--phases",
        "examples,coverage,fuzzing",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120)
    assert run.returncode == 0, run.stdout[-3000:]
    assert "Tested: 13" in run.stdout
