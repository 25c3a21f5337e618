"""`moxun crawl`: fetch what is new, and say what came of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from interface.output import print_table, warn
from interface.progress import show_progress
from interface.rows import explain_problem
from pipelines.crawling import crawl

if TYPE_CHECKING:
    from pipelines.config import Places
    from pipelines.crawlprocess import CrawlSummary

SHOWN = 10  # problems of one site; all of them are in the database


def crawl_sites(sites: Sequence[str], places: "Places", **options: Any) -> bool:  # noqa: ANN401 those of `crawl`
    """Crawl into the archive; False where a site's run was not healthy."""
    with show_progress("archived", every=1) as step_done:
        summaries = crawl(
            sites,
            archive_folder=places.archive,
            database_url=places.database,
            on_page=lambda page: step_done(page.url),
            **options,
        )
    print_summaries(summaries)
    return all(summary.is_healthy for summary in summaries)


def print_summaries(summaries: Sequence["CrawlSummary"]) -> None:
    """A line for each site, and what went wrong there."""
    columns = ("Site", "Listed", "New", "Changed", "Unchanged", "Failed", "Problems", "Run")
    print_table(
        columns,
        (
            (
                each.site, each.found, each.new, each.changed, each.unchanged, each.failed, len(each.problems),
                "healthy" if each.is_healthy else "NOT HEALTHY",
            )
            for each in summaries
        ),
    )  # fmt: skip
    for summary in summaries:
        for problem in summary.problems[:SHOWN]:
            warn(f"{summary.site}: {explain_problem(problem)}")
        if len(summary.problems) > SHOWN:
            warn(f"{summary.site}: and {len(summary.problems) - SHOWN} more problems, in the table `problems`")
