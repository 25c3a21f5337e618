"""The nearest names to one that nobody has."""

from collections.abc import Iterable
from difflib import get_close_matches

from sqlalchemy import Connection, select

from extract.facts import vendors_by_id
from extract.knowledge import fold_name, load_families
from storage.conditions import IS_CURRENT
from storage.health import list_sites
from storage.release_rows import fold_model
from storage.schema import releases

LIKE = 0.6  # from 0 to 1, as difflib counts it
FEW = 3
MOST = 20_000  # names that are compared: in the order of their spelling, around the one that is asked for
REACH = 3  # letters that a name may be longer or shorter


def near_models(connection: Connection, name: str) -> list[str]:
    """Names of models that are spelled nearly alike, the nearest first."""
    folded = fold_model(name)
    query = select(releases.c.folded, releases.c.model).where(IS_CURRENT).distinct().limit(MOST)
    if folded:
        query = query.where(releases.c.folded.startswith(folded[:1], autoescape=True))
    names = {row.folded: row.model for row in connection.execute(query) if abs(len(row.folded) - len(folded)) <= REACH}
    return [names[each] for each in get_close_matches(folded, names, FEW, LIKE)]


def near_vendors(connection: Connection, name: str) -> list[str]:
    """Names of vendors, known ones and those of releases, that are spelled nearly alike."""
    told = connection.scalars(select(releases.c.vendor).where(releases.c.vendor.is_not(None)).distinct().limit(MOST))
    return _near(
        name, [*(alias for vendor in vendors_by_id().values() for alias in vendor.strong), *filter(None, told)]
    )


def near_families(name: str) -> list[str]:
    """Names of known families that are spelled nearly alike."""
    return _near(name, [alias for family in load_families() for alias in family.names])


def near_places(name: str) -> list[str]:
    """Names of cities and districts where vendors sit that are spelled nearly alike."""
    vendors = vendors_by_id().values()
    return _near(name, filter(None, (place for each in vendors for place in (each.city, each.district))))


def near_sites(connection: Connection, name: str) -> list[str]:
    """Names of sites of which articles were read that are spelled nearly alike."""
    return _near(name, list_sites(connection))


def _near(name: str, names: Iterable[str]) -> list[str]:
    by_form = {fold_name(each): each for each in names}
    return [by_form[each] for each in get_close_matches(fold_name(name), by_form, FEW, LIKE)]
