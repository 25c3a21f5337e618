"""Score and time find_dates on labelled cases: one JSON object a line, as in tests/extract/date_cases.jsonl.

    python bench/dates.py CASES.jsonl [--peer]

Prints the cases read wrongly, how many are exact, the time for each, and the speed on the cases joined into prose.
`--peer` does the same with dateparser's search, where it is installed.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from extract.dates import find_dates

Case = dict[str, str | bool | None]
Found = tuple[str | None, str | None]
ROUNDS = 200
HOSTILE = {
    "digits": "2026",
    "numbers": "12 ",
    "ranges": "1月1日至",
    "years": "2026年",
    "Chinese digits": "二十",
    "days": "昨天",
    "weekdays": "上周",
    "letters": "in the last ",
    "months": "May 2-",
    "blanks": " ",
    "zones": "时间",
    "Spring": "春节前",
    "slashes": "2026/1/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text(encoding="utf-8").splitlines() if line.strip()]
    _report("find_dates", cases, _ours, ROUNDS)
    prose = "。".join(str(case["text"]) for case in cases) * 20
    start = time.process_time()
    find_dates(prose, date(2026, 2, 25))
    print(f"prose: {len(prose) / (time.process_time() - start) / 1e6:.2f} M characters a second")
    for name, hostile in HOSTILE.items():
        print(f"twice the hostile text ({name}) takes {_growth(hostile):.2f} times as long")
    if options.peer:
        _report("dateparser", cases, _dateparser, 1)


def _growth(unit: str) -> float:
    """The time for a text twice as long over the time for the text."""
    times = []
    for count in (20_000, 40_000):
        text = (unit * (count // len(unit) + 1))[:count]
        start = time.process_time()
        find_dates(text, date(2026, 2, 25))
        times.append(time.process_time() - start)
    return times[1] / max(times[0], 1e-6)


def _report(name: str, cases: list[Case], read: Callable[[Case], Found], rounds: int) -> None:
    wrong = [(case, found) for case in cases if not _is_right(case, found := read(case))]
    start = time.process_time()
    for _ in range(rounds):
        for case in cases:
            read(case)  # parsing the anchor and writing the answer as ISO are counted too, about 1 µs
    each = (time.process_time() - start) / rounds / len(cases)
    if name == "find_dates":
        for case, found in wrong:
            print("wrong:", case["text"], "is", case["start"], case["end"], "read", *found)
    print(f"{name}: {len(cases) - len(wrong)} of {len(cases)} exact, {each * 1e6:.1f} µs each")


def _is_right(case: Case, found: Found) -> bool:
    checked = case.get("end_checked", True)
    return found[0] == case["start"] and (not checked or found[1] == case["end"])


def _ours(case: Case) -> Found:
    mentions = find_dates(str(case["text"]), date.fromisoformat(str(case["anchor"])), str(case["lang"]))
    found = next((mention.date for mention in mentions if mention.date), None)
    return (found.start.isoformat(), found.end.isoformat()) if found else (None, None)


def _dateparser(case: Case) -> Found:
    # A peer to measure against, not a dependency.
    from dateparser.search import search_dates  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

    base = datetime.fromisoformat(f"{case['anchor']}T12:00:00")
    languages = [str(case["lang"])]
    found = search_dates(
        str(case["text"]), languages=languages, settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    )
    day = found[0][1].date().isoformat() if found else None
    return day, day


if __name__ == "__main__":
    main()
