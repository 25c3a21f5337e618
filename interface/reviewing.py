"""`moxun review`: doubts shown, decisions kept, and what they changed told at once."""

import getpass
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from interface.formats import Format
from interface.output import print_rows, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from extract.judgements import Subject
    from storage.review import Doubt

DOUBT_COLUMNS = ("kind", "subject", "model", "other", "why", "weight")
JUDGEMENT_COLUMNS = (
    "id", "decided_at", "author", "kind", "release", "other", "url", "field", "value", "reason", "undoes",
)  # fmt: skip
KEYS = "[a]ccept  [r]eject  [s]ame  [d]ifferent  [n]ext  [q]uit"
LETTERS = frozenset("arsdnq")


@contextmanager
def _deciding(database_url: str) -> "Iterator[Connection]":
    """A transaction at whose end the releases are what the judgements then say."""
    from pipelines.versions import rules_version  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415
    from storage.releases import update_releases  # noqa: PLC0415

    with open_database(database_url) as database, database.write() as connection:
        yield connection
        update_releases(connection, rules_version())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user, as in a container
        return "unknown"


def print_doubts(database_url: str, format_name: Format, limit: int) -> None:
    """What is uncertain, worst first."""
    doubts = _load_doubts(database_url, limit)
    if format_name != "table":
        print_rows(
            format_name, DOUBT_COLUMNS, ({name: getattr(each, name) for name in DOUBT_COLUMNS} for each in doubts)
        )
    elif doubts:
        rows = ((each.kind, each.subject, each.model, each.why) for each in doubts)
        print_table(("What", "Where", "Model", "Why"), rows)
    else:
        say("Nothing is uncertain.")


def _load_doubts(database_url: str, limit: int) -> "list[Doubt]":
    from storage.database import open_database  # noqa: PLC0415
    from storage.review import find_doubts  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        return find_doubts(connection, limit)


def decide_on(  # noqa: PLR0913
    database_url: str, kind: Any, release: str, url: str = "", model: str = "", *, author: str, reason: str,  # noqa: ANN401
    other: str = "", field: str | None = None, value: str | None = None,
) -> None:  # fmt: skip
    """Keep a decision about a release, or about what an article says."""
    from storage.review import decide, describe, describe_claim  # noqa: PLC0415

    with _deciding(database_url) as connection:
        second: Subject | None = describe(connection, other, url if kind == "different" else "") if other else None
        about_article = url and kind in ("accept", "reject")
        if about_article and model:
            subject = describe_claim(connection, url, model)
        else:
            subject = describe(connection, release, url if about_article else "")
        told = decide(
            connection, kind, subject, author=author or _user(), reason=reason, other=second, field=field, value=value
        )
    say(f"{told.kind}: kept as {told.id}")


def add_alias(  # noqa: PLR0913
    database_url: str, field: str, name: str, value: str, *, author: str, reason: str
) -> None:
    """Keep another name of a vendor or a model family."""
    from extract.judgements import Subject  # noqa: PLC0415
    from storage.review import decide  # noqa: PLC0415

    subject = Subject(vendors=(name,)) if field == "vendor" else Subject(names=(name,))
    with _deciding(database_url) as connection:
        told = decide(connection, "alias", subject, author=author or _user(), reason=reason, field=field, value=value)
    say(f"alias: kept as {told.id}")


def undo_decision(database_url: str, judgement: str, *, author: str, reason: str) -> None:
    """Keep that a decision holds no longer."""
    from extract.judgements import Subject  # noqa: PLC0415
    from storage.review import decide  # noqa: PLC0415

    with _deciding(database_url) as connection:
        told = decide(connection, "undo", Subject(), author=author or _user(), reason=reason, undoes=judgement)
    say(f"undo: kept as {told.id}")


def print_judgements(database_url: str, format_name: Format) -> None:
    """What was decided, the oldest first."""
    from storage.database import open_database  # noqa: PLC0415
    from storage.judgements import load_judgements  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        told = load_judgements(connection)
    rows = [
        asdict(each) | {"decided_at": each.decided_at.isoformat(), "release": each.subject.release or None}
        | {"url": each.subject.url or None, "other": each.other.release if each.other else None}
        for each in told
    ]  # fmt: skip
    if format_name == "table":
        print_table(JUDGEMENT_COLUMNS, ([row[name] for name in JUDGEMENT_COLUMNS] for row in rows))
    else:
        print_rows(format_name, JUDGEMENT_COLUMNS, ({name: row[name] for name in JUDGEMENT_COLUMNS} for row in rows))


def write_judgements(database_url: str, file: Path) -> None:
    """Every decision as a line of JSON."""
    from storage.database import open_database  # noqa: PLC0415
    from storage.review import export_judgements  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        lines = list(export_judgements(connection))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    say(f"{len(lines)} decisions written to {file}")


def read_judgements(database_url: str, file: Path) -> None:
    """Take over what `write_judgements` wrote."""
    from storage.review import import_judgements  # noqa: PLC0415

    with _deciding(database_url) as connection:
        count = import_judgements(connection, file.read_text(encoding="utf-8").splitlines())
    say(f"{count} new decisions")


def ask_about_doubts(database_url: str, author: str, limit: int) -> None:
    """One doubt after the other; nothing is decided that was not asked."""
    doubts = [each for each in _load_doubts(database_url, limit) if each.kind != "vendor"]
    for number, doubt in enumerate(doubts, 1):
        say(f"\n{number} of {len(doubts)}: {doubt.model}", style="bold")
        say(f"{doubt.kind}: {doubt.subject}\n{doubt.why}")
        answer = _ask_for_key()
        if answer == "q":
            break
        if answer != "n":
            _answer(database_url, doubt, answer, author)
    say("\nThat was all." if doubts else "Nothing is uncertain.")


def _ask_for_key() -> str:
    """A slip of the finger decides nothing, and passes nothing over."""
    while (answer := typer.prompt(KEYS, default="n").strip().casefold()[:1]) not in LETTERS:
        say(f"{answer} is none of them.")
    return str(answer)


def _answer(database_url: str, doubt: "Doubt", answer: str, author: str) -> None:
    kind = {"a": "accept", "r": "reject", "s": "same", "d": "different"}[answer]
    is_claim = doubt.kind == "claim"
    if kind in ("same", "different") and not doubt.other:
        say("There is no other release in question.")
        return
    reason = typer.prompt("Why", default="", show_default=False)
    release, url, model = ("", doubt.subject, doubt.model) if is_claim else (doubt.subject, "", "")
    other = doubt.other if kind in ("same", "different") else ""
    decide_on(database_url, kind, release, url, model, author=author or _user(), reason=reason, other=other)
