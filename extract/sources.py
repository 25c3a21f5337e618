"""Who says so, and how many of them are independent: a copy counts as its original, a publisher once."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from extract.records import Claim
from extract.vendors import vendor_of

Copies = Mapping[str, str]  # the address of an article that repeats another one, and that one's

OWN, OTHERS = 0.95, 0.8  # how far the best claim of a vendor's own page, and of anyone else, is believed
SUREST = 0.99
_LONGEST_CHAIN = 20  # a copy of a copy of …
_SECOND_LEVELS = frozenset(["com", "co", "net", "org", "edu", "gov", "ac"])  # as in example.com.cn


def origin_of(url: str, copies: Copies) -> str:
    """The address of the article that this one goes back to."""
    for _ in range(_LONGEST_CHAIN):
        if url not in copies or copies[url] == url:
            break
        url = copies[url]
    return url


@lru_cache(maxsize=1 << 14)
def publisher_of(host: str) -> tuple[str, str]:
    """Who answers for a host: the site's name, else its domain; and the vendor whose own site it is, "" for none."""
    from extract.sites import find_site  # noqa: PLC0415 lxml takes its time to import

    site = find_site("", f"https://{host}/")
    labels = host.split(".")
    second = len(labels) > 2 and labels[-2] in _SECOND_LEVELS  # noqa: PLR2004 a domain under one
    return site.name or ".".join(labels[-3 if second else -2 :]), site.vendor


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def is_own_page(claim: Claim, copies: Copies) -> bool:
    """Whether it stands on the site of the vendor that it tells of, or of its parent."""
    vendor = publisher_of(host_of(origin_of(claim.url, copies)))[1]
    return bool(vendor) and house_of_id(vendor) == house_of_id(claim.vendor_id or "")


@lru_cache(maxsize=1 << 14)
def house_of_id(vendor_id: str) -> str:
    """The id of the vendor at the top of a house: the company, for its lab and for its cloud."""
    seen = {vendor_id}
    while True:
        try:
            parent = vendor_of(vendor_id).parent
        except KeyError:  # not in the knowledge base: nobody's child
            return vendor_id
        if not parent or parent in seen:
            return vendor_id
        seen.add(parent)
        vendor_id = parent


def weigh_sources(claims: Iterable[Claim], copies: Copies) -> tuple[int, float]:
    """How many independent sources there are, and how sure they make it together, from 0 to 1.

    Each is believed as far as its surest claim, a vendor on itself more than others; they err independently.
    """
    best: dict[str, float] = {}
    for claim in claims:
        publisher = publisher_of(host_of(origin_of(claim.url, copies)))[0]
        sure = max(0.0, min(1.0, claim.score)) * (OWN if is_own_page(claim, copies) else OTHERS)
        best[publisher] = max(best.get(publisher, 0.0), sure)
    doubt = 1.0
    for _, sure in sorted(best.items()):
        doubt *= 1 - sure
    return len(best), round(min(SUREST, 1 - doubt), 4)
