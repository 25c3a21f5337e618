"""`moxun run` and `moxun schedule`: crawl what is due, once or for as long as the machine is up."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interface.crawling import print_summaries
from interface.output import say, warn
from interface.progress import show_progress
from pipelines.keeping import keep_running
from pipelines.scheduling import Shard, load_next, run_sites
from pipelines.units import cron_line, systemd_units
from storage.database import open_database

if TYPE_CHECKING:
    from pipelines.config import Places

CLI = (sys.executable, "-c", "from interface.cli import main; main()")


def run_due_sites(
    sites: Sequence[str],
    places: "Places",
    **options: Any,  # noqa: ANN401 those of `run_sites`
) -> tuple[int, bool]:
    """Crawl what is due; how many sites that were, and whether all of them were healthy."""
    with show_progress("archived", every=1) as step_done:
        summaries = run_sites(
            sites,
            archive_folder=places.archive,
            database_url=places.database,
            on_page=lambda page: step_done(page.url),
            **options,
        )
    if summaries:
        print_summaries(summaries)
    else:
        say("No site is due.")
    return len(summaries), all(summary.is_healthy for summary in summaries)


def schedule_sites(sites: Sequence[str], places: "Places", shard: Shard) -> None:
    """Crawl whatever is due, whenever it is, until SIGTERM."""
    command = [*CLI, *run_arguments(sites, places, shard)]

    def seconds_until_due() -> float:
        with open_database(places.database) as database:
            return load_next(database, sites, shard)

    keep_running(command, seconds_until_due, warn)


def install_systemd(sites: Sequence[str], places: "Places", shard: Shard, folder: Path) -> None:
    """Write a service and a timer, and say how they are switched on."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in systemd_units(_command(sites, places, shard), _environment()).items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o600)  # the database's address may have a password in it
        say(f"wrote {folder / name}")
    say("Now: systemctl --user daemon-reload && systemctl --user enable --now moxun.timer")
    say("And, so that it runs while you are logged out: loginctl enable-linger")


def print_cron_line(sites: Sequence[str], places: "Places", shard: Shard) -> None:
    """The line alone, so that `(crontab -l; moxun schedule install --cron) | crontab -` works."""
    print(cron_line(_command(sites, places, shard), _environment()))


def run_arguments(sites: Sequence[str], places: "Places", shard: Shard) -> list[str]:
    """How `moxun` is called for one run, with every place named: cron and systemd start elsewhere."""
    own = ["--database", places.database, "--archive", str(places.archive.absolute()), "run", "--due"]
    return [*own, *(["--shard", f"{shard.number}/{shard.of}"] if shard.of > 1 else []), *sites]


def _command(sites: Sequence[str], places: "Places", shard: Shard) -> list[str]:
    beside = Path(sys.executable).with_name("moxun")
    program = str(beside) if beside.exists() else shutil.which("moxun")
    return [*([program] if program else CLI), *run_arguments(sites, places, shard)]


def _environment() -> dict[str, str]:
    return {"MOXUN_CONTACT": os.environ.get("MOXUN_CONTACT", "")}
