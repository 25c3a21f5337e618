"""A maker's own pages: `Nova 3: faster and smaller` over a post on its maker's blog announces Nova 3, with no verb."""

from collections.abc import Sequence

from extract.candidates import Candidate
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import Article
from extract.sentences import Sentence
from extract.sites import find_site
from extract.vendors import VendorMention, is_related, vendor_of

RULE = "maker-title"
_WEIGHT = 0.66
_DOUBTFUL = 0.12  # less, where the name has no version


def find_maker(article: Article) -> VendorMention | None:
    """The vendor whose own site the article stands on."""
    vendor = find_site(article.site, article.url).vendor
    return VendorMention(0, 0, vendor_of(vendor)) if vendor else None


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
