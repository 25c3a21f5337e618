"""`moxun report claims`: what an article states of many releases, and what came of checking it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interface.formats import Format
from interface.output import print_rows, say
from interface.rows import Row

if TYPE_CHECKING:
    from pipelines.checking import Check
    from pipelines.config import Places
    from pipelines.readings import Reading

COLUMNS = (
    "statement", "type", "verdict", "reason", "times", "start", "end", "evidence", "counted", "kinds", "dates",
    "places", "value", "holds", "note",
)  # fmt: skip
STYLES = {"supported": "green", "contradicted": "red", "not supported": "yellow", "depends": "cyan"}


def report_claims(places: "Places", name: str, format_name: Format, *, everything: bool) -> None:
    """Print each statement with its verdict; those that cannot be checked only where `everything` is wanted."""
    from extract.reading import ACCEPT  # noqa: PLC0415 brings spaCy, jieba and trafilatura
    from pipelines.articles import read_named_article  # noqa: PLC0415
    from pipelines.checking import check_article  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415

    with open_database(places.database) as database, database.read() as connection:
        extraction = read_named_article(connection, places.archive, name)
        checks = check_article(connection, extraction, ACCEPT)
    text = extraction.article.text if extraction.article else ""
    shown = [each for each in checks if everything or each.verdict != "not checkable"]
    if format_name == "table":
        say(extraction.article.title if extraction.article else name, style="bold")
        _print_checks(text, shown, len(checks) - len(shown))
    else:
        print_rows(format_name, COLUMNS, (row for check in shown for row in check_rows(text, check)))


def check_rows(text: str, check: "Check") -> list[Row]:
    """A row for each reading of a statement; one without a reading where it cannot be checked."""
    span = check.places[0]
    statement: Row = {
        "statement": span.of(text),
        "type": check.statement.type,
        "verdict": check.verdict,
        "reason": check.reason,
        "times": len(check.places),
        "start": span.start,
        "end": span.end,
    }
    empty: Row = dict.fromkeys(("evidence", "counted", "kinds", "dates", "places", "value", "holds", "note"))
    readings = [_reading_row(each) for each in check.readings] or [empty]
    return [statement | reading for reading in readings]


def _reading_row(reading: "Reading") -> Row:
    names = ("evidence", "counted", "kinds", "dates", "places", "value", "holds", "note")
    row = {name: getattr(reading, name) for name in names}
    return row | {"value": None if reading.value is None else round(reading.value, 4)}


def _print_checks(text: str, checks: Sequence["Check"], left_out: int) -> None:
    for check in checks:
        sentence = " ".join(check.statement.sentence.of(text).split())
        times = f" (said {len(check.places)} times)" if len(check.places) > 1 else ""
        say(f"\n{check.verdict}: {check.places[0].of(text)}{times}", style=STYLES.get(check.verdict, "dim"))
        say(f"  “{sentence}”")
        say(f"  {check.reason}")
        for line in _tell_readings(check.readings):
            say(f"    {line}")
    if left_out:
        say(f"\n{left_out} more statements are not about releases that can be counted; --all shows them.", style="dim")


def _tell_readings(readings: Sequence["Reading"]) -> list[str]:
    """A line for each outcome, with what it comes from; where all come to one, what they are told once."""
    outcomes: dict[tuple[object, ...], list[Reading]] = {}
    for each in readings:
        outcomes.setdefault((each.holds, each.value, each.counted, each.note), []).append(each)
    return [_tell_outcome(each) for each in outcomes.values()]


def _tell_outcome(readings: Sequence["Reading"]) -> str:
    first = readings[0]
    names = {"named": "named in the article", "held": "all that is held", "arithmetic": "its own numbers"}
    values = ([names[each.evidence], each.kinds, each.places] for each in readings)
    sides = (" or ".join(dict.fromkeys(filter(None, side))) for side in zip(*values, strict=True))
    value = "-" if first.value is None else f"{first.value:.3g}"
    note = f" ({first.note})" if first.note else ""
    return f"{first.holds:4}  {value} {first.counted}{note}: {'; '.join(filter(None, sides))}"
