"""What a run has changed in the releases of a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.queries import ReleaseRow

FIELDS = ("vendor", "model", "kind", "status", "date", "conflicts", "claim_count", "first_seen", "last_seen")


@dataclass(frozen=True, slots=True)
class Change:
    """A release of which something is not what it was."""

    before: "ReleaseRow"
    after: "ReleaseRow"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two states of one database; each list is sorted by the releases' ids."""

    added: tuple["ReleaseRow", ...] = ()
    withdrawn: tuple["ReleaseRow", ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0


def compare_releases(before: Iterable["ReleaseRow"], after: Iterable["ReleaseRow"]) -> Difference:
    """Two releases are one where their ids are the same."""
    old, new = ({release.id: release for release in releases} for releases in (before, after))
    both = [Change(old[each], new[each], _changed(old[each], new[each])) for each in sorted(old.keys() & new.keys())]
    changed = tuple(change for change in both if change.fields)
    return Difference(
        tuple(new[each] for each in sorted(new.keys() - old.keys())),
        tuple(old[each] for each in sorted(old.keys() - new.keys())),
        changed,
        len(both) - len(changed),
    )


def _changed(before: "ReleaseRow", after: "ReleaseRow") -> tuple[str, ...]:
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
