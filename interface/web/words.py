"""What the pages say, in the reader's language: data, in words/*.toml."""

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from extract.records import PartialDate
from pipelines.phrases import Phrase

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "zh"

FOLDER = Path(__file__).parent / "words"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Words:
    """The words of one language, by dotted keys."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, filled in; with `n`, those for that number. KeyError where there is no such key."""
        if values.get("n") == 1:
            key = f"{key}_one" if f"{key}_one" in self.texts else key
        told = {name: f"{each:,}" if isinstance(each, int) else each for name, each in values.items()}
        return self.texts[key].format(**told) if told else self.texts[key]

    def name(self, group: str, value: str | None) -> str:
        """The word for a value of the data; the value itself where none is known, as in a newer version's data."""
        return self.texts.get(f"{group}.{value}", value or self.texts["unknown"])

    def tell(self, said: object) -> str:
        """What a check says, in this language; what is no phrase stands as it is."""
        if not isinstance(said, Phrase) or self.language == "en":
            return str(said)
        if said.code == "country":
            return self.name("country", str(said))
        return self.texts[f"said.{said.code}"].format(**{name: self.tell(each) for name, each in said.values.items()})

    def day(self, day: datetime.date, form: str = "day") -> str:
        quarter = (day.month + 2) // 3
        return self.texts[form].format(y=day.year, m=day.month, d=day.day, q=quarter, month=MONTHS[day.month - 1])

    def days(self, found: PartialDate | None) -> str:
        """A range of days, as exact as the words were."""
        if found is None:
            return self.texts["undated"]
        if found.start == found.end:
            return self.day(found.start)
        if found.precision in ("month", "quarter", "year"):
            return self.day(found.start, found.precision)
        return self.texts["range"].format(a=self.day(found.start), b=self.day(found.end))


def choose_language(*wishes: str | None, accepted: str = "") -> Language:
    """The first wish that is a language of ours, else the reader's browser's, else Chinese."""
    for wish in (*wishes, *_read_accepted(accepted)):
        for language in LANGUAGES:
            if wish and wish.lower().partition("-")[0] == language:
                return language
    return DEFAULT


@cache
def load_words(language: Language) -> Words:
    """All words of a language."""
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return Words(language, dict(_flatten(data, "")))


def _flatten(data: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _read_accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first."""
    found = []
    for number, part in enumerate(header[:500].split(",")):
        name, _, weight = part.partition(";q=")
        try:
            found.append((-float(weight or 1), number, name.strip()))
        except ValueError:
            continue
    return [name for _, _, name in sorted(found)]
