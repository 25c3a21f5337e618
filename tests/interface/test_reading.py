"""What `moxun extract` prints of the releases that it changed."""

from datetime import date

import pytest

from extract.records import PartialDate, Status
from interface.reading import SHOWN, print_difference
from pipelines.comparing import Difference, compare_releases
from storage.queries import ReleaseRow


def release(model: str, status: Status = "released", day: int | None = 11, count: int = 1) -> ReleaseRow:
    moment = date(2026, 2, day) if day else None
    found = PartialDate(moment, moment, "day", "explicit", f"2月{day}日") if moment else None
    return ReleaseRow(
        model.lower(), "智谱", "zhipu", model, model, "model", status, found, (), count, moment, date(2026, 2, 12)
    )


def told(difference: Difference, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_difference(difference)
    return capsys.readouterr().out.splitlines()


def test_each_change_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    before = [release("A", "planned", day=None), release("B"), release("C")]
    after = [release("A", count=2), release("C"), release("D\x1b[2J")]
    assert told(compare_releases(before, after), capsys) == [
        "Releases: 1 added, 1 withdrawn, 1 changed, 1 unchanged.",
        "+ 2026-02-11 智谱 D\ufffd[2J · model · released",
        "- 2026-02-11 智谱 B · model · released",
        "~ 2026-02-11 智谱 A: status planned → released; date - → 2026-02-11 (explicit: 2月11日); articles 1 → 2;"
        " first seen - → 2026-02-11",
    ]


def test_a_long_list_is_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(compare_releases([], [release(f"M-{number:02}") for number in range(SHOWN + 5)]), capsys)
    assert lines[0] == f"Releases: {SHOWN + 5} added, 0 withdrawn, 0 changed, 0 unchanged."
    assert lines[-1] == "+ … 5 more"
    assert len(lines) == SHOWN + 2
