"""`moxun alert …`: saved filters."""

from typing import Annotated

import typer

from interface.commands.filtering import with_filter
from interface.commands.options import FormatOption, end, places_of
from storage.filters import ReleaseFilter

alert_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Be told of new releases.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the alert is called.")]


@alert_app.command()
@with_filter
def add(
    *,
    context: typer.Context,
    name: Name,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="An http(s) address, or an e-mail address.")],
    wanted: ReleaseFilter,
    secret: Annotated[
        str | None, typer.Option(envvar="MOXUN_SECRET", metavar="TEXT", help="What signs; made up where it is missing.")
    ] = None,
) -> None:
    """Save a filter, and tell TARGET of each release that is new to it.

    A webhook is a POST with JSON, signed as the Standard Webhooks are.
    """
    from interface.alerting import add_alert  # noqa: PLC0415

    add_alert(places_of(context).database, name, target, wanted, secret)


@alert_app.command("list")
def list_(format_name: FormatOption = "table") -> None:
    """List the saved filters, and how many releases were sent for each."""
    from interface.alerting import print_alerts  # noqa: PLC0415

    print_alerts(format_name)


@alert_app.command()
def remove(name: Name) -> None:
    """Forget a saved filter, and what was sent for it."""
    from interface.alerting import remove_alert  # noqa: PLC0415

    remove_alert(name)


@alert_app.command()
def send(
    context: typer.Context,
    home: Annotated[str, typer.Option("--home", metavar="URL", help="Where `moxun serve` can be reached.")] = "",
) -> None:
    """Send what is new, and what was not taken before and is due again.

    Each release goes to each alert once. Exit code 1 where something was not taken.
    """
    from interface.alerting import send as send_due  # noqa: PLC0415

    end(send_due(places_of(context).database, home))
