"""What a check says, in English, so that other languages can say it too: templates in phrases.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


class Phrase(str):
    """A text in English, with its code and what was filled in, which may be phrases too.

    The code `country` is that of a country, whose text is its ISO 3166-1 code.
    """

    __slots__ = ("code", "values")
    code: str
    values: Mapping[str, object]

    def __new__(cls, code: str, /, **values: object) -> "Phrase":
        made = super().__new__(cls, load_phrases()[code].format(**values))
        made.code, made.values = code, values
        return made


@cache
def load_phrases() -> dict[str, str]:
    """The English templates, by code."""
    found: dict[str, str] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    return found
