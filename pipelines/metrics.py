"""What is measured, in Prometheus' text format: for a file that node_exporter collects, or for a port.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipelines.health import Check, check_health
from storage.archive import iter_files
from storage.database import StorageError, open_database
from storage.due import load_due
from storage.queries import count_rows
from storage.sitehealth import count_pages, count_problems, load_last_crawls, load_last_news

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COUNTS = ("found", "new", "changed", "unchanged", "failed")

Labels = Mapping[str, str]
Sample = tuple[Labels, float]


def read_metrics(archive_folder: Path, database_url: str) -> str:
    """Everything that is measured now. Where the database cannot be read, `moxun_up` is 0 and little else is said."""
    checks = check_health(archive_folder, database_url)
    families = [*_iter_health(checks), *_iter_disk(archive_folder)]
    try:
        families += _iter_stored(database_url)
    except StorageError:
        families.append(("moxun_up", "whether the database can be read", [({}, 0)]))
    return "".join(_family(*family) for family in families)


def save_metrics(file: Path, text: str) -> None:
    """Whole or not at all: the collector may read at any moment."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


def make_server(archive_folder: Path, database_url: str, host: str, port: int) -> ThreadingHTTPServer:
    """Answers every GET of /metrics with what is measured then; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_known = self.path.partition("?")[0] == "/metrics"
            body = read_metrics(archive_folder, database_url).encode() if is_known else b"ask for /metrics\n"
            self.send_response(200 if is_known else 404)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return ThreadingHTTPServer((host, port), Handler)


Family = tuple[str, str, list[Sample]]


def _iter_health(checks: list[Check]) -> Iterator[Family]:
    levels = {"ok": 0, "warning": 1, "failed": 2}
    samples: list[Sample] = [({"check": each.name, "site": each.subject}, levels[each.level]) for each in checks]
    yield "moxun_check", "0 where all is well, 1 for a warning, 2 for a failure, as moxun doctor says", samples


def _iter_disk(folder: Path) -> Iterator[Family]:
    if folder.is_dir():
        sizes = [size for _, size in iter_files(folder)]
        yield "moxun_archive_files", "files in the archive", [({}, len(sizes))]
        yield "moxun_archive_bytes", "bytes in the archive", [({}, sum(sizes))]
        yield "moxun_disk_free_bytes", "free where the archive is", [({}, shutil.disk_usage(folder).free)]


def _iter_stored(database_url: str) -> Iterator[Family]:
    with open_database(database_url) as database, database.read() as connection:
        yield "moxun_up", "whether the database can be read", [({}, 1)]
        for name, count in count_rows(connection).items():
            yield f"moxun_{name}", f"{name} in the database", [({}, count)]
        runs, news = load_last_crawls(connection).values(), load_last_news(connection)
        for name in COUNTS:
            samples: list[Sample] = [({"site": run.site}, run.counts.get(name, 0)) for run in runs]
            yield f"moxun_run_{name}", f"articles {name} in each site's last crawl", samples
        ended: list[Sample] = [({"site": run.site}, run.finished.timestamp()) for run in runs if run.finished]
        yield "moxun_run_finished_timestamp_seconds", "when each site's last crawl ended", ended
        healthy: list[Sample] = [({"site": run.site}, run.outcome == "healthy") for run in runs]
        yield "moxun_run_healthy", "whether each site's last crawl was healthy", healthy
        last: list[Sample] = [({"site": site}, moment.timestamp()) for site, moment in news.items()]
        yield "moxun_last_article_timestamp_seconds", "when each site's newest article was first listed", last
        pages: list[Sample] = [({"site": site}, count) for site, count in count_pages(connection).items()]
        yield "moxun_pages", "addresses in the archive", pages
        due: list[Sample] = [({"site": row.site}, row.next_at.timestamp()) for row in load_due(connection)]
        yield "moxun_due_timestamp_seconds", "when each site is crawled next", due
        problems = count_problems(connection).items()
        told: list[Sample] = [({"stage": stage, "code": code}, count) for (stage, code), count in problems]
        yield "moxun_problems", "what was not understood, by stage and code", told


def _family(name: str, words: str, samples: list[Sample]) -> str:
    lines = [f"{name}{_labels(labels)} {float(value):.15g}\n" for labels, value in samples]
    return f"# HELP {name} {words}\n# TYPE {name} gauge\n{''.join(lines)}" if lines else ""


def _labels(labels: Labels) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items() if value)
    return f"{{{told}}}" if told else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
