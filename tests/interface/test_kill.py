"""Kill the demo at any moment and run it again: the releases are those of a run that nobody disturbed."""

import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Demo

# Requests: 1 robots.txt, 2 the listing, 3 to 18 the articles. A run dies while its site is about to answer.
REQUESTS = (2, 3, 10, 18)


@pytest.mark.parametrize("moment", REQUESTS)
def test_killed_while_crawling_and_run_again(demo: "Demo", undisturbed: "Demo", moment: int) -> None:
    killed = demo.run(max_requests=moment)
    assert killed.code == -signal.SIGKILL
    assert len(killed.requests) == moment
    check_completed(demo, undisturbed, fetched=killed.articles[:-2])  # the last answer may not be archived yet


# Lines: 1 the address, 2 to 16 a page each, 17 the crawl's end; then extraction, the table, the rest.
@pytest.mark.parametrize("moment", [9, 17, 24])
def test_killed_while_it_tells_and_run_again(demo: "Demo", undisturbed: "Demo", moment: int) -> None:
    killed = demo.run(max_lines=moment)
    assert killed.code == -signal.SIGKILL
    told = [line.partition("http://demo.localhost")[2] for line in killed.output.splitlines() if "archived " in line]
    check_completed(demo, undisturbed, fetched=told)


def test_killed_twice_and_run_again(demo: "Demo", undisturbed: "Demo") -> None:
    first, second = demo.run(max_requests=7), demo.run(max_requests=7)
    assert (first.code, second.code) == (-signal.SIGKILL, -signal.SIGKILL)
    check_completed(demo, undisturbed, fetched=first.articles[:-2] + second.articles[:-2])
    assert demo.run().articles == []


def check_completed(demo: "Demo", undisturbed: "Demo", fetched: list[str]) -> None:
    """The next run fetches what is not archived, and no more; then everything is as it would have been."""
    run = demo.run()
    assert run.code == 0
    assert set(fetched) & set(run.articles) <= {"/2026/02/900116.html"}  # it is gone, and cannot be archived
    assert demo.releases() == undisturbed.releases() != []
