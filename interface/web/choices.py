"""What can be chosen in the filter, and what is chosen."""

from dataclasses import dataclass

from sqlalchemy import Connection

from extract.knowledge import load_vendors
from interface.web.viewing import View
from storage.filters import CHOICES
from storage.health import list_sites

RARE = frozenset(("model", "family", "track", "source", "city", "district", "on", "min_confidence"))
ADDED = ("vendor", "family", "city", "district")  # typed, and of each as many as are wanted
WORDED = ("kind", "status", "track", "country")  # their values have words in every language


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a condition."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of the address, and the address without it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The filter's form."""

    options: dict[str, list[Choice]]
    typed: dict[str, str]  # what stands in its fields for one value
    added: dict[str, list[str]]  # what was typed into those for several, one after the other
    chips: list[Chip]

    @property
    def has_more(self) -> bool:
        """Whether one of the rarer conditions is chosen."""
        chosen = {name for name, options in self.options.items() for each in options if each.is_chosen}
        return bool(RARE & (chosen | {*self.typed, *(name for name, values in self.added.items() if values)}))

    def chosen(self, name: str) -> list[Choice]:
        """Those of a condition's values that are chosen."""
        return [each for each in self.options[name] if each.is_chosen]


def filter_choices(connection: Connection, view: View) -> FilterChoices:
    """The form as the address has it."""
    pairs = view.filter_pairs()
    values = {**CHOICES, "country": _countries(), "source": list_sites(connection)}
    options = {
        name: [Choice(each, _name(view, name, each), (name, each) in pairs) for each in several]
        for name, several in values.items()
    }
    typed = {name: value for name, value in pairs if name not in (*options, *ADDED)}
    added = {name: [value for each, value in pairs if each == name] for name in ADDED}
    return FilterChoices(options, typed, added, [_chip(view, *pair) for pair in pairs])


def _countries() -> tuple[str, ...]:
    """Those where vendors are, the ones with most vendors first."""
    found = [vendor.country for vendor in load_vendors() if vendor.country]
    return tuple(sorted(set(found), key=lambda country: (-found.count(country), country)))


def _chip(view: View, name: str, value: str) -> Chip:
    told = f"{view.words(f'filter.{name}')}: {_name(view, name, value)}"
    return Chip(told, view.without((name, value)))


def _name(view: View, name: str, value: str) -> str:
    return view.words.name(name, value) if name in WORDED else value
