"""Who writes where a text says `we`: whose name the page's address has, `haldenlabs.com/blog` or `halden.ai`."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.knowledge import Vendor, load_vendors
from extract.organisations import host_words
from extract.records import Article
from extract.sites import find_site, hosts_of
from extract.vendors import VendorMention, open_vendor

_QUOTED = re.compile(r"[“\"][^”\"\n]{0,600}[”\"]")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_SHORTEST = 3  # letters of a name
_SORT = r"(?: (?:AI|Labs?|Research|Robotics|Technologies|Intelligence))?"


def find_writer(article: Article, text: str, known: Sequence[VendorMention]) -> VendorMention | None:
    """The vendor by the address, as the text spells its name, else one that somebody entered.

    `known` are the vendors that the text names. The address of a hub is of all who publish there, and a text that says
    `we` only in what it quotes speaks of others, as do the sites that are known.
    """
    is_of_others = find_site(article.site, article.url).name or not _WE.search(_QUOTED.sub("", text))
    for label in () if is_of_others else _labels(article.url):
        if named := _spelled(label).search(text):
            entered = next((vendor for vendor in known if vendor.start == named.start()), None)
            return entered or VendorMention(*named.span(), open_vendor(named[0]))
        if vendor := _by_label().get(label):
            return VendorMention(0, 0, vendor)
    return None


def _labels(url: str) -> Iterator[str]:
    """The words of the host that may be a name, the last first: before what every host ends with."""
    host = next(hosts_of(url), "").lower()
    for label in reversed(host.split(".")):
        if len(label) >= _SHORTEST and label not in host_words():
            yield label.replace("-", "")


def _spelled(label: str) -> re.Pattern[str]:
    """Its letters, with a capital, with blanks or hyphens between them, and with what such names end with."""
    letters = "[ -]?".join(re.escape(letter) for letter in label)
    return re.compile(rf"(?<![\w./@-])(?=\w*[A-Z])(?i:{letters}){_SORT}(?![\w/@]|\.\w)")


@cache
def _by_label() -> dict[str, Vendor]:
    names = ((name, vendor) for vendor in load_vendors() for name in vendor.strong if name.isascii())
    return {re.sub(r"\W", "", name).lower(): vendor for name, vendor in names}
