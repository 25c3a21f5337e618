"""`moxun alert`: saved filters, and telling of what is new to them."""

import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from interface.asking import reading
from interface.feeds.entries import entry_of
from interface.formats import Format
from interface.output import print_rows, say, warn
from interface.rows import Row, evidence_row, release_row
from pipelines.alerting import read_target, send_alerts
from storage.alerting import Alert, open_alerts
from storage.filters import filter_pairs

if TYPE_CHECKING:
    from storage.filters import ReleaseFilter
    from storage.news import News

ALERT_COLUMNS = ("name", "filter", "target", "known", "pending", "sent", "failed")
STATES = ("known", "pending", "sent", "failed")


def add_alert(database_url: str, name: str, target: str, wanted: "ReleaseFilter", secret: str | None) -> None:
    """Keep a filter; what meets it already is not told of."""
    from storage.database import open_database  # noqa: PLC0415 SQLAlchemy
    from storage.queries import iter_releases  # noqa: PLC0415

    alert = Alert(name, wanted, read_target(target), secret or f"whsec_{secrets.token_urlsafe(24)}")
    with open_database(database_url) as database, database.read() as connection, open_alerts(alerts_file()) as alerts:
        alerts.add(alert, (release.id for release in iter_releases(connection, wanted)))
    say(f"{name}: new releases go to {alert.target}, signed with {alert.secret}")
    say("`moxun alert send` sends them: run it after each crawl.")


def remove_alert(name: str) -> None:
    """Forget a filter."""
    with open_alerts(alerts_file()) as alerts:
        alerts.remove(name)


def print_alerts(format_name: Format) -> None:
    """The saved filters, and how many releases are in which state."""
    with open_alerts(alerts_file()) as alerts:
        rows: list[Row] = [
            {"name": each.name, "filter": urlencode(filter_pairs(each.wanted)), "target": each.target}
            | {state: alerts.count(each.name).get(state, 0) for state in STATES}
            for each in alerts.list()
        ]
    print_rows(format_name, ALERT_COLUMNS, rows)


def send(database_url: str, home: str) -> bool:
    """Send what is new and what is due again; False where something was not taken."""

    def describe(news: "News") -> dict[str, Any]:
        entry = entry_of(news, home)
        data = {"title": entry.title, "text": entry.text, "link": entry.link, **release_row(news.release)}
        return data | {"evidence": [evidence_row(news.release.id, each) for each in news.evidence]}

    with reading(database_url) as connection, open_alerts(alerts_file()) as alerts:
        told = send_alerts(connection, alerts, time.time, describe)
    for each in told:
        say(f"{each.name}: {each.sent} sent, {len(each.failed)} not taken.")
        for problem in each.failed:
            warn(f"{each.name}: {problem}; it will be tried again")
    return not any(each.failed for each in told)


def alerts_file() -> Path:
    """MOXUN_ALERTS, else beside the data: not in the database, which may be made anew."""
    from crawler.settings import DATA  # noqa: PLC0415 as pipelines.config

    return Path(os.environ.get("MOXUN_ALERTS") or DATA / "alerts.db")
