"""A maker's own pages: `Nova 3: faster and smaller` over a post on its maker's blog announces Nova 3, with no verb."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from extract.candidates import Candidate
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import Article, Span
from extract.sentences import Sentence
from extract.sites import find_site
from extract.vendors import VendorMention, is_related, open_vendor, vendor_of

RULE = "maker-title"
_WEIGHT = 0.66
_DOUBTFUL = 0.12  # less, where the name has no version
_CAPITALISED = re.compile(r"(?<![\w.-])(?=(?P<run>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2}))[A-Z]")  # from each word on
_QUOTED = re.compile(r"[“\"][^”\"\n]{0,600}[”\"]")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_LEAST_LABELS = 2  # of a host: tidal.ai


def find_maker(article: Article) -> VendorMention | None:
    """The vendor whose own site the article stands on."""
    vendor = find_site(article.site, article.url).vendor
    return VendorMention(0, 0, vendor_of(vendor)) if vendor else None


def find_house(article: Article, text: str) -> VendorMention | None:
    """Whose site it is that nobody entered, by its address, where the text names it and speaks as we do.

    Halden Labs, on haldenlabs.com: not the paper that a maker told so, in its words.
    """
    labels = (urlsplit(article.url).hostname or "").split(".")
    if len(labels) < _LEAST_LABELS or find_site(article.site, article.url).name:
        return None
    if not _WE.search(_QUOTED.sub("", text)):
        return None
    own = {_squeeze(labels[-2]), _squeeze(labels[-2] + labels[-1])}
    names = (name for run in _CAPITALISED.finditer(text) for name in _beginnings(run))
    found = next((name for name in names if _squeeze(name.of(text)) in own), None)
    return VendorMention(*found, open_vendor(found.of(text))) if found else None


def _beginnings(run: re.Match[str]) -> list[Span]:
    """The run of words and what it begins with, the longest first: Halden Labs, Halden."""
    words = run["run"].split()
    ends = (len(" ".join(words[:size])) for size in range(len(words), 0, -1))
    return [Span(run.start(), run.start() + end) for end in ends]


def _squeeze(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def read_own_title(
    reading: Reading, article: Article, sentences: Sequence[Sentence], maker: VendorMention
) -> tuple[Parsed, list[Candidate]] | None:
    """The title's first name, where the title is no more than it or goes on behind a colon."""
    title = next((one for one in sentences if article.blocks[one.block].kind == "title"), None)
    if title is None:
        return None
    parsed = parse_sentence(reading, title)
    if len(parsed.tokens) < len("^NE") or parsed.tokens[1].code not in "NO" or parsed.tokens[2].code not in (":", "E"):
        return None
    names = [name for name in parsed.tokens[1].names if not name.known and name.kind != "report"]
    own = [name for name in names if not name.family or is_related(vendor_of(name.family.vendor), maker.vendor)]
    return parsed, [
        Candidate(
            name=name,
            sentence=title,
            vendor=maker,
            status="preview" if "preview" in parsed.cue_types(title.start, title.end) else "released",
            trigger=None,
            rule=RULE,
            terms=((RULE, _WEIGHT), *((("no version", -_DOUBTFUL),) if name.strength <= 1 else ())),
        )
        for name in own
    ]
