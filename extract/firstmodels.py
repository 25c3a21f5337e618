"""The first models of families, told of by the family's bare name: `OpenAI 在 2024 年 2 月发布 Sora`.

In the news such a name is a brand, of which a new member or an app is told; in a look back it is what came out then.
"""

from extract.candidates import Candidate
from extract.families import family_of
from extract.names import Name
from extract.records import AVAILABLE
from extract.vendors import is_related, vendor_of

_VERSIONED = 2  # a name's strength
_OF_ANOTHER = (" after", "another's model", "only told of", "a place")  # how terms end of what is another's news


def is_first_model(candidate: Candidate) -> bool:
    """Whether its maker itself has released a family by its bare name."""
    name, maker = candidate.name, candidate.vendor
    if candidate.trigger is None or candidate.status not in AVAILABLE or maker is None or not _is_bare(name):
        return False
    family = family_of(name.text)
    is_its_own = family is not None and is_related(vendor_of(family.vendor), maker.vendor)
    return is_its_own and not any(term.endswith(_OF_ANOTHER) for term, _ in candidate.terms)


def _is_bare(name: Name) -> bool:
    return name.strength < _VERSIONED and not name.known
