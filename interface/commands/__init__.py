"""Every command of `moxun`, a module for each or for a few of one kind.

This is the one place where a command is registered, in the order of `moxun --help`. A module imports what its command
needs when it runs, never before: `--help` reads all of them.
"""

from collections.abc import Callable

import typer

from interface.archive import archive_app
from interface.commands import (
    alert,
    crawl,
    database,
    demo,
    doctor,
    evaluate,
    export,
    extract,
    feed,
    load,
    newsite,
    rebuild,
    references,
    releases,
    reports,
    review,
    runs,
    schedule,
    serve,
    sql,
)

COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("crawl", crawl.crawl),
    ("run", schedule.run),
    ("extract", extract.extract),
    ("load", load.load),
    ("rebuild", rebuild.rebuild),
    ("releases", releases.releases),
    ("show", releases.show),
    ("evidence", releases.evidence),
    ("search", releases.search),
    ("vendors", releases.vendors),
    ("models", releases.models),
    ("feed", feed.feed),
    ("export", export.export),
    ("sql", sql.sql),
    ("eval", evaluate.evaluate),
    ("sites", crawl.sites),
    ("new-site", newsite.new_site),
    ("doctor", doctor.doctor),
    ("metrics", doctor.metrics),
    ("serve", serve.serve),
    ("demo", demo.demo),
)
GROUPS: tuple[tuple[str, typer.Typer], ...] = (
    ("runs", runs.runs_app),
    ("schedule", schedule.schedule_app),
    ("import", references.import_app),
    ("report", reports.report_app),
    ("review", review.review_app),
    ("db", database.database_app),
    ("alert", alert.alert_app),
    ("archive", archive_app),
)


def register_commands(app: typer.Typer) -> None:
    """Give the application all its commands."""
    for name, command in COMMANDS:
        app.command(name)(command)
    for name, group in GROUPS:
        app.add_typer(group, name=name)
