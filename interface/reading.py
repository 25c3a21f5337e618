"""`moxun extract`: read releases out of files, or out of the archive into the database."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from extract.records import PartialDate
from interface.output import print_json_line, print_table, say, warn
from interface.progress import show_progress
from interface.rows import days_of, explain_problem, extraction_row
from pipelines.backlog import ALL_UNREAD, Wanted
from pipelines.extraction import extract_archive, iter_extractions
from pipelines.inputs import iter_input_pages

if TYPE_CHECKING:
    from extract.records import Extraction, Page, Problem
    from pipelines.comparing import Change, Difference
    from pipelines.config import Places
    from pipelines.saving import ExtractionSummary
    from storage.members import OnProblem
    from storage.queries import ReleaseRow

Format = Literal["jsonl", "table"]

SHOWN = 30  # releases of each sort of change
NAMES = {"claim_count": "articles", "first_seen": "first seen", "last_seen": "last seen"}


def read_files(files: Sequence[str], format_name: Format) -> bool:
    """Print what each HTML page of the files says; False where an input could not be read."""
    from extract.reading import ACCEPT  # noqa: PLC0415 brings spaCy, jieba and trafilatura

    problems: list[Problem] = []
    for page, extraction in iter_extractions(files, _warner(problems)):
        if format_name == "jsonl":
            print_json_line(extraction_row(page, extraction, ACCEPT))
        else:
            _print_page(page, extraction, ACCEPT)
    return not problems


def explain_files(files: Sequence[str]) -> bool:
    """Print how each HTML page of the files was read; False where an input could not be read."""
    from extract.explain import explain_page  # noqa: PLC0415

    problems: list[Problem] = []
    for page in iter_input_pages(files, _warner(problems)):
        say(page.url, style="bold")
        for line in explain_page(page):
            say(line)
        say()
    return not problems


def read_archive(
    places: "Places", wanted: Wanted = ALL_UNREAD, *, dry_run: bool = False, workers: int | None = None
) -> bool:
    """Bring the database up to date with the archive; False where a capture could not be read.

    As many workers as there are processors, but two at least: one alone would die of a page that kills it.
    """
    with show_progress("read") as page_done, _telling_what_stays(dry_run):
        summary = extract_archive(
            places.archive,
            places.database,
            wanted=wanted,
            dry_run=dry_run,
            workers=workers or _count_workers(),
            on_start=page_done.expect,
            on_read=lambda capture: page_done(capture.url),
        )
    is_well = _print_summary(summary)
    if dry_run:
        say("A dry run: the database is as it was.")
    return is_well


def rebuild_from_archive(places: "Places", workers: int | None = None) -> bool:
    """Read all of the archive into the database as if it were empty; False where a capture could not be read."""
    from pipelines.rebuilding import rebuild_database  # noqa: PLC0415 SQLAlchemy takes its time to import

    with show_progress("read") as page_done, _telling_what_stays(is_dry=False):
        summary = rebuild_database(
            places.archive,
            places.database,
            workers=workers or _count_workers(),
            on_start=page_done.expect,
            on_read=lambda capture: page_done(capture.url),
        )
    return _print_summary(summary)


def _count_workers() -> int:
    return max(2, os.cpu_count() or 1)


@contextmanager
def _telling_what_stays(is_dry: bool) -> Iterator[None]:
    """Ctrl-C is no accident here: nothing is lost by it."""
    try:
        yield
    except KeyboardInterrupt:
        if not is_dry:
            warn("stopped; what was read is kept, and `moxun extract` goes on from there")
        raise


def print_difference(difference: "Difference") -> None:
    """What became of the releases, and of which fields."""
    added, withdrawn, changed = difference.added, difference.withdrawn, difference.changed
    named = {"added": len(added), "withdrawn": len(withdrawn), "changed": len(changed)}
    counts = [count + more for count, more in zip(named.values(), difference.unnamed, strict=True)]
    told = ", ".join(f"{count} {word}" for word, count in zip(named, counts, strict=True))
    say(f"Releases: {told}, {difference.unchanged} unchanged.")
    for sign, releases, count in (("+", added, counts[0]), ("-", withdrawn, counts[1])):
        _print_some([f"{sign} {_name_release(each)} · {each.kind} · {each.status}" for each in releases[:SHOWN]], count)
    _print_some([f"~ {_name_release(each.after)}: {_explain_change(each)}" for each in changed[:SHOWN]], counts[2])


def _print_some(lines: list[str], count: int) -> None:
    for line in lines:
        say(line)
    if count > len(lines):
        say(f"{lines[0][0]} … {count - len(lines)} more")


def _name_release(release: "ReleaseRow") -> str:
    return f"{days_of(release.date)} {release.vendor or '-'} {release.model}"


def _explain_change(change: "Change") -> str:
    """Each field that changed, as it was and as it is."""
    values = ((name, getattr(change.before, name), getattr(change.after, name)) for name in change.fields)
    return "; ".join(f"{NAMES.get(name, name)} {_say_value(old)} → {_say_value(new)}" for name, old, new in values)


def _say_value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{'; '.join(map(str, value))}]"
    if isinstance(value, PartialDate):
        return f"{days_of(value)} ({value.basis}: {value.raw})"
    return "-" if value is None else str(value)


def _print_summary(summary: "ExtractionSummary") -> bool:
    """False where a page could not be read."""
    if summary.pages:
        clean = f", {summary.clean} of them from their clean text" if summary.clean else ""
        say(f"Read {summary.pages} pages{clean}: {summary.claims} claims.")
    else:
        say("No page is new to these rules.")
    if summary.crashed:
        warn(f"{summary.crashed} pages broke the rules that read them: see the table `problems`")
    for problem in summary.unreadable[:10]:
        warn(explain_problem(problem))
    if len(summary.unreadable) > 10:  # noqa: PLR2004 as above
        warn(f"and {len(summary.unreadable) - 10} more captures that the archive does not give back")
    say(f"{summary.releases} releases in the database.")
    print_difference(summary.difference)
    return not summary.unreadable and not summary.crashed


def _print_page(page: "Page", extraction: "Extraction", accept: float) -> None:
    article = extraction.article
    claims = [claim for claim in extraction.claims if claim.score >= accept]
    say(f"{article.title if article and article.title else page.url}", style="bold")
    say(f"{page.url}  published {days_of(article.published) if article else '-'}")
    for problem in extraction.problems:
        say(explain_problem(problem))
    if claims:
        columns = ("Date", "Vendor", "Model", "Kind", "Status", "Score")
        cells = ((days_of(c.date), c.vendor, c.model, c.kind, c.status, f"{c.score:.2f}") for c in claims)
        print_table(columns, cells)
    else:
        say("no release\n")


def _warner(problems: list["Problem"]) -> "OnProblem":
    """Keeps each problem in the list, and says it at once."""

    def note(problem: "Problem") -> None:
        problems.append(problem)
        warn(explain_problem(problem))

    return note
