"""`moxun report claims`: what an article states of many releases, and what came of checking it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from interface.formats import Format
from interface.output import print_rows, say
from interface.rows import Row
from interface.web.words import Language, Words, load_words

if TYPE_CHECKING:
    from pipelines.checking import Check
    from pipelines.config import Places
    from pipelines.readings import Reading

READING = ("evidence", "counted", "kinds", "dates", "places", "value", "holds", "note")
COLUMNS = ("statement", "type", "verdict", "reason", "times", "start", "end", *READING)
STYLES = {"supported": "green", "contradicted": "red", "not supported": "yellow", "depends": "cyan"}


def report_claims(
    places: "Places", name: str, format_name: Format, *, everything: bool, language: Language = "en"
) -> None:
    """Print each statement with its verdict; those that cannot be checked only where `everything` is wanted."""
    from extract.reading import ACCEPT  # noqa: PLC0415 brings spaCy, jieba and trafilatura
    from pipelines.articles import read_named_article  # noqa: PLC0415
    from pipelines.checking import check_article  # noqa: PLC0415
    from storage.database import open_existing  # noqa: PLC0415

    with open_existing(places.database) as database, database.read() as connection:
        extraction = read_named_article(connection, places.archive, name)
        checks = check_article(connection, extraction, ACCEPT)
    text = extraction.article.text if extraction.article else ""
    shown = [each for each in checks if everything or each.verdict != "not checkable"]
    words = load_words(language)
    if format_name == "table":
        say(extraction.article.title if extraction.article else name, style="bold")
        _print_checks(words, text, shown, len(checks) - len(shown))
    else:
        print_rows(format_name, COLUMNS, (row for check in shown for row in check_rows(text, check, words.tell)))


def check_rows(text: str, check: "Check", tell: Callable[[object], str] = str) -> list[Row]:
    """A row for each reading of a statement; one without a reading where it cannot be checked."""
    readings = [reading_row(each, tell) for each in check.readings] or [dict.fromkeys(READING)]
    return [statement_row(text, check, tell) | reading for reading in readings]


def statement_row(text: str, check: "Check", tell: Callable[[object], str] = str) -> Row:
    """A statement and what came of it; `tell` says phrases in a language."""
    span = check.places[0]
    return {
        "statement": span.of(text),
        "type": check.statement.type,
        "verdict": check.verdict,
        "reason": "; ".join(map(tell, check.reasons)),
        "times": len(check.places),
        "start": span.start,
        "end": span.end,
    }


def reading_row(reading: "Reading", tell: Callable[[object], str] = str) -> Row:
    """One reading of a statement."""
    row: Row = {name: tell(getattr(reading, name)) for name in READING if name != "value"}
    return row | {"value": None if reading.value is None else round(reading.value, 4)}


def find_outcomes(readings: Sequence["Reading"]) -> list[list["Reading"]]:
    """Those together that come to the same, in their order."""
    outcomes: dict[tuple[object, ...], list[Reading]] = {}
    for each in readings:
        outcomes.setdefault((each.holds, each.value, each.counted, each.note), []).append(each)
    return list(outcomes.values())


def tell_sides(words: Words, readings: Sequence["Reading"]) -> list[str]:
    """What the readings of one outcome count: whose releases, of which kinds, of vendors where."""
    values = ((words(f"report.{each.evidence}"), words.tell(each.kinds), words.tell(each.places)) for each in readings)
    sides = (filter(None, dict.fromkeys(side)) for side in zip(*values, strict=True))
    return [told for side in sides if (told := words("report.or").join(side))]


def _print_checks(words: Words, text: str, checks: Sequence["Check"], left_out: int) -> None:
    for check in checks:
        sentence = " ".join(check.statement.sentence.of(text).split())
        times = f" ({words('report.times', n=len(check.places))})" if len(check.places) > 1 else ""
        verdict = words.name("verdict", check.verdict)
        say(f"\n{verdict}: {check.places[0].of(text)}{times}", style=STYLES.get(check.verdict, "dim"))
        say(f"  “{sentence}”")
        say(f"  {'; '.join(map(words.tell, check.reasons))}")
        for each in find_outcomes(check.readings):
            say(f"    {_tell_outcome(words, each)}")
    if left_out:
        say(f"\n{words('report.left_out', n=left_out)}", style="dim")


def _tell_outcome(words: Words, readings: Sequence["Reading"]) -> str:
    first = readings[0]
    value = "-" if first.value is None else f"{first.value:.3g}"
    note = f" ({words.tell(first.note)})" if first.note else ""
    holds = words.name("holds", first.holds)
    return f"{holds:4}  {value} {words.tell(first.counted)}{note}: {'; '.join(tell_sides(words, readings))}"
