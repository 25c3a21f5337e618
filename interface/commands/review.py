"""`moxun review …`: what is uncertain, and what people decide about it."""

from pathlib import Path
from typing import Annotated

import typer

from interface.commands.options import FormatOption, places_of

Author = Annotated[
    str,
    typer.Option(envvar="MOXUN_AUTHOR", metavar="NAME", help="Who decides; else who is logged in.", show_default=False),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="A release's id.")]
Url = Annotated[str, typer.Option(metavar="URL", help="Only what the article at that address says.")]
Model = Annotated[str, typer.Option(metavar="NAME", help="With --url: a claim's model, where it makes no release yet.")]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the worst.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines.")]

review_app = typer.Typer(invoke_without_command=True, subcommand_metavar="[DECISION]")


@review_app.callback()
def review(
    context: typer.Context,
    limit: Limit = 20,
    format_name: FormatOption = "table",
) -> None:
    """List what is uncertain, worst first; on a terminal, `ask` goes through it with you.

    Conflicts, possible duplicates, unsure releases, unknown vendors, and claims that nearly counted.
    """
    if context.invoked_subcommand is None:
        from interface.reviewing import print_doubts  # noqa: PLC0415

        print_doubts(places_of(context).database, format_name, limit)


@review_app.command()
def ask(context: typer.Context, author: Author = "", limit: Limit = 100) -> None:
    """Go through what is uncertain, one after the other, and decide."""
    from interface.reviewing import ask_about_doubts  # noqa: PLC0415

    ask_about_doubts(places_of(context).database, author, limit)


@review_app.command()
def accept(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context, release: Id = "", url: Url = "", model: Model = "", author: Author = "",
    reason: Reason = "",
) -> None:  # fmt: skip
    """Say that a release, or what an article says, is right."""
    _decide(context, "accept", release, url, model, author, reason)


@review_app.command()
def reject(  # noqa: PLR0913, PLR0917
    context: typer.Context, release: Id = "", url: Url = "", model: Model = "", author: Author = "",
    reason: Reason = "",
) -> None:  # fmt: skip
    """Say that a release is none, or that what an article says is wrong."""
    _decide(context, "reject", release, url, model, author, reason)


@review_app.command()
def same(context: typer.Context, release: Id, other: Id, author: Author = "", reason: Reason = "") -> None:
    """Say that two releases are one; the first id stays."""
    _decide(context, "same", release, "", "", author, reason, other=other)


@review_app.command()
def different(  # noqa: PLR0913, PLR0917
    context: typer.Context, release: Id, other: Id = "", url: Url = "", author: Author = "", reason: Reason = ""
) -> None:
    """Say that two releases are two, or with --url that what an article says is about another one."""
    _decide(context, "different", release, url, "", author, reason, other=other or release)


@review_app.command("set")
def set_field(  # noqa: PLR0913, PLR0917
    context: typer.Context,
    release: Id,
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="vendor, model, kind, status, date, opened or retired.")
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A day is YYYY-MM-DD, several are DAY/DAY.")],
    author: Author = "",
    reason: Reason = "",
) -> None:
    """Correct a field of a release, whatever the articles say."""
    _decide(context, "set", release, "", "", author, reason, field=field, value=value)


@review_app.command()
def alias(  # noqa: PLR0913, PLR0917
    context: typer.Context,
    field: Annotated[str, typer.Argument(metavar="vendor|model", help="Whose name it is.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="A vendor's id, or a model family's name.")],
    value: Annotated[str, typer.Argument(metavar="ALIAS", help="The other name.")],
    author: Author = "",
    reason: Reason = "",
) -> None:
    """Say that a vendor or a model family has another name."""
    from interface.reviewing import add_alias  # noqa: PLC0415

    add_alias(places_of(context).database, field, name, value, author=author, reason=reason)


@review_app.command()
def undo(
    context: typer.Context,
    judgement: Annotated[str, typer.Argument(metavar="ID", help="A judgement's id, from `moxun review log`.")],
    author: Author = "",
    reason: Reason = "",
) -> None:
    """Take a decision back."""
    from interface.reviewing import undo_decision  # noqa: PLC0415

    undo_decision(places_of(context).database, judgement, author=author, reason=reason)


@review_app.command()
def log(context: typer.Context, format_name: FormatOption = "table") -> None:
    """List what was decided, by whom, when and why."""
    from interface.reviewing import print_judgements  # noqa: PLC0415

    print_judgements(places_of(context).database, format_name)


@review_app.command("export")
def export_file(context: typer.Context, file: File) -> None:
    """Write every decision to a file that others can import."""
    from interface.reviewing import write_judgements  # noqa: PLC0415

    write_judgements(places_of(context).database, file)


@review_app.command("import")
def import_file(context: typer.Context, file: File) -> None:
    """Take over decisions from a file; those that are known already stay as they are."""
    from interface.reviewing import read_judgements  # noqa: PLC0415

    read_judgements(places_of(context).database, file)


def _decide(  # noqa: PLR0913, PLR0917
    context: typer.Context, kind: str, release: str, url: str, model: str, author: str, reason: str, **more: str
) -> None:
    from interface.reviewing import decide_on  # noqa: PLC0415

    if not release and not (url and model):
        raise typer.BadParameter("name a release, or an article's --url and a --model")
    decide_on(places_of(context).database, kind, release, url, model, author=author, reason=reason, **more)
