"""`moxun sites --check`: is each site as its file says?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interface.output import print_table, say, warn
from interface.rows import explain_problem
from pipelines.sitechecks import check_sites

if TYPE_CHECKING:
    from pipelines.sitechecks import SiteCheck


def print_checks(sites: Sequence[str]) -> bool:
    """Print what each site gave; False where one is not as its file says."""
    checks = check_sites(sites)
    print_table(("Site", "Way", "Links", "Floor"), _iter_ways(checks))
    print_table(("Site", "Article", "Title", "Published", "Characters"), _iter_articles(checks))
    for check in checks:
        say(f"{check.site}: {'; '.join(check.faults) or 'as its file says'}")
        for problem in check.problems:
            warn(f"{check.site}: {explain_problem(problem)}")
    return not any(check.faults for check in checks)


def _iter_ways(checks: "Sequence[SiteCheck]") -> list[tuple[object, ...]]:
    return [(check.site, way, count, check.floor) for check in checks for way, count in check.ways.items()]


def _iter_articles(checks: "Sequence[SiteCheck]") -> list[tuple[object, ...]]:
    return [
        (check.site, each.url, each.title, each.published.start if each.published else None, len(each.text))
        for check in checks
        for each in check.articles
    ]
