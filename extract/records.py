"""The records that cross package borders: frozen, slotted, and nothing else does.

A page's life: spider → Page → archive → read_article → Article → find_claims → Claims → merge_claims → Releases.
Offsets are code points into `Article.text`; `text[start:end]` is the surface, always.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["model", "product", "robot", "chip", "framework", "dataset", "report"]
Status = Literal["released", "updated", "preview", "planned", "rumoured"]
DateBasis = Literal["explicit", "relative", "heading", "anaphora", "publication", "none"]
DatePrecision = Literal["day", "range", "week", "month", "quarter", "year"]
Event = Literal["rumoured", "announced", "previewed", "released", "opened", "updated", "retired"]
Stance = Literal["supports", "conflicts", "background"]
State = Literal["current", "rejected"]
BlockKind = Literal["title", "heading", "paragraph", "item", "row"]

KINDS: tuple[Kind, ...] = ("model", "product", "robot", "chip", "framework", "dataset", "report")
STATUSES: tuple[Status, ...] = ("released", "updated", "preview", "planned", "rumoured")
EVENTS: tuple[Event, ...] = ("rumoured", "announced", "previewed", "released", "opened", "updated", "retired")
AVAILABLE: tuple[Status, ...] = ("released", "updated", "preview")


class Span(NamedTuple):
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that was not understood, so that nothing is silently dropped.

    `stage` is fetch, archive, article, date, claim, merge, store or import; `code` is a stable kebab-case word;
    `value` is the offending value as it was; `where` is a URL, file and offset, or span.
    """

    stage: str
    code: str
    value: str
    where: str


@lru_cache(maxsize=4)
def _payload_digest(body: bytes) -> str:
    """Kept for a moment: who archives a page asks four times."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


@dataclass(frozen=True, slots=True)
class Page:
    """A response as it came: the payload with transfer and content encoding removed, the charset untouched."""

    url: str
    fetched_at: datetime  # aware, UTC
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    site: str  # the spider's name, or "" where none is known

    @property
    def digest(self) -> str:
        """The WARC payload digest, `sha1:` and base32."""
        return _payload_digest(self.body)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Capture:
    """Where one page lies in the archive: a row of the index."""

    url: str
    site: str
    fetched_at: datetime  # aware, UTC
    status: int
    mime: str
    digest: str
    file: str  # relative to the archive's folder
    offset: int  # bytes of the compressed record
    length: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A range of days, as exact as the words were. One day has `start == end`."""

    start: date
    end: date
    precision: DatePrecision
    basis: DateBasis
    raw: str  # the words as written


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that stood as one on the page. `level` is a heading's or list item's depth, else 0."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """The readable part of a page. `text` begins with the title, when there is one, as the first block."""

    digest: str
    url: str
    site: str
    language: str  # zh or en
    title: str
    published: PartialDate | None
    published_raw: str
    published_basis: str  # json-ld, opengraph, meta, hint, time, url, visible, script, htmldate or none
    text: str
    blocks: tuple[Block, ...]
    emphasis: tuple[Span, ...] = ()  # code and strong, sorted: news digests mark names with them
    cleaner: str = ""  # hint:<name>, trafilatura or plain
    problems: tuple[Problem, ...] = ()

    @property
    def title_end(self) -> int:
        """Where its title ends; 0 where it has none."""
        return next((block.end for block in self.blocks if block.kind == "title"), 0)


@dataclass(frozen=True, slots=True)
class Claim:
    """One article says that a vendor made a model available (or plans to, or is rumoured to)."""

    digest: str  # of the article's page
    url: str
    vendor: str | None  # canonical name
    vendor_id: str | None
    model: str | None
    key: str | None  # canonical model key, for merging
    kind: Kind
    status: Status
    date: PartialDate | None
    evidence: Span
    model_span: Span | None
    vendor_span: Span | None
    date_span: Span | None
    trigger_span: Span | None
    rule: str
    score: float
    terms: tuple[tuple[str, float], ...] = ()  # what the score is the sum of
    event: Event | Literal[""] = ""  # what happened, where the verb says more than the status: opened, its weights

    def __hash__(self) -> int:
        """Enough to tell them apart: merging asks for it dozens of times, and all fields have objects in them."""
        return hash((self.url, self.key, self.evidence))


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one page. `article` is None where the page has no readable article."""

    article: Article | None
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    simhash: int | None = None  # of the article's text, by which its copies are found; None where that is too short


@dataclass(frozen=True, slots=True)
class Happening:
    """One event on the timeline of a release, and how many claims tell of it."""

    event: Event
    date: PartialDate | None
    claim_count: int


@dataclass(frozen=True, slots=True)
class Link:
    """What a claim means for a release. `about` names the fields in which it says something else, sorted."""

    claim: Claim
    stance: Stance
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of a release in which a person was believed, and not the claims."""

    field: str
    said: str | None
    value: str
    judgement: str  # its id


@dataclass(frozen=True, slots=True)
class Release:
    """What the claims say together. Holds no fact that is not in a claim or a judgement."""

    id: str
    vendor: str | None
    vendor_id: str | None
    model: str
    key: str
    kind: Kind
    status: Status
    date: PartialDate | None
    claims: tuple[Claim, ...]
    conflicts: tuple[str, ...] = field(default=())
    events: tuple[Happening, ...] = ()
    links: tuple[Link, ...] = ()  # its claims and those that are too unsure to count, and what others say of its name
    source_count: int = 0  # independent of each other
    confidence: float = 0.0  # from 0 to 1
    state: State = "current"
    is_reviewed: bool = False
    corrections: tuple[Correction, ...] = ()
