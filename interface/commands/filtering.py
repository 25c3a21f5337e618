"""The options that say which releases are wanted: the same for every command that lists, counts or exports them."""

import datetime
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from types import GenericAlias
from typing import Annotated, Any

import typer

from interface.commands.options import read_day
from storage.filters import CHOICES, FilterError, ReleaseFilter

Texts = list[str] | None
Day = datetime.date | None


def _days(name: str, text: str) -> Any:  # noqa: ANN401 a type with its option
    return Annotated[Day, typer.Option(name, parser=read_day, metavar="DAY", help=text)]


def _names(name: str, text: str, metavar: str = "NAME") -> Any:  # noqa: ANN401
    return Annotated[Texts, typer.Option(name, metavar=metavar, help=text)]


def _words(name: str, text: str) -> Any:  # noqa: ANN401
    enumerate_words: Any = StrEnum  # made of data, which mypy cannot follow; Typer has no lists of Literal
    words = enumerate_words(name, [(word, word) for word in CHOICES[name]])
    several: Any = GenericAlias(list, words) | None
    told = f"{text}: {', '.join(CHOICES[name])}."
    return Annotated[several, typer.Option(metavar=name.upper(), help=told)]


# A field of ReleaseFilter, and its option.
OPTIONS: dict[str, Any] = {
    "vendor": _names("--vendor", "A vendor's name in any language, or its id."),
    "model": Annotated[
        str | None, typer.Option(metavar="NAME", help="A model's name in any spelling, or a part of it.")
    ],
    "family": _names("--family", "A family of models, by any of its names."),
    "kind": _words("kind", "What it is"),
    "status": _words("status", "How far it is out"),
    "track": _words("track", "What its family is for"),
    "country": _names("--country", "Where its vendor sits: a code as CN or US.", "CODE"),
    "city": _names("--city", "Where its vendor sits."),
    "district": _names("--district", "Where its vendor sits."),
    "since": _days("--from", "Released then or later."),
    "until": _days("--to", "Released then or earlier."),
    "on": _days("--on", "Released on that day."),
    "min_confidence": Annotated[
        float | None, typer.Option(min=0, max=1, metavar="SHARE", help="At least so sure, from 0 to 1.")
    ],
    "source": _names("--source", "A site that says so, from `moxun sites`."),
    "text": Annotated[str | None, typer.Option(metavar="WORDS", help="In its names, or in the words of who says so.")],
}


def with_filter(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above in place of its parameter `wanted`, a ReleaseFilter."""
    signature = inspect.signature(command)
    parameters = [
        each
        for parameter in signature.parameters.values()
        for each in (_option_parameters() if parameter.name == "wanted" else [parameter])
    ]

    @functools.wraps(command)
    def run(**told: Any) -> None:  # noqa: ANN401 whatever the options are
        values = {name: told.pop(name) for name in OPTIONS}
        command(**told, wanted=read_options(values))

    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return run


def read_options(values: dict[str, Any]) -> ReleaseFilter:
    """The filter of what was typed; typer.BadParameter where that is none."""
    told: dict[str, Any] = {
        name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in values.items() if value
    }
    if values["min_confidence"] is not None:
        told["min_confidence"] = values["min_confidence"]  # 0 too
    try:
        wanted = ReleaseFilter(**told)
    except FilterError as error:
        raise typer.BadParameter("; ".join([str(error), *_meant_countries(told.get("country", ()))])) from error
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise typer.BadParameter(f"--from {wanted.since} is after --to {wanted.until}")
    return wanted


def _meant_countries(told: Iterable[str]) -> Iterator[str]:
    """The codes of countries that were told by their names, in either language."""
    from interface.web.words import LANGUAGES, load_words  # noqa: PLC0415 only where something was mistyped

    for name in told:
        codes = {
            key.removeprefix("country.")
            for language in LANGUAGES
            for key, text in load_words(language).texts.items()
            if key.startswith("country.") and text.casefold() == name.casefold()
        }
        yield from (f"{name} is {code}" for code in codes)


def _option_parameters() -> list[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY
    return [inspect.Parameter(name, kind, default=None, annotation=hint) for name, hint in OPTIONS.items()]
