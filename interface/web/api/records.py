"""What the API answers: the rows of interface.rows with their types, and what stands around a list of them."""

import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from extract.knowledge import Track, VendorType
from extract.records import DateBasis, DatePrecision, Kind, Status

Item = TypeVar("Item")


class Record(BaseModel):
    """One JSON object; every key is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Listed(Record, Generic[Item]):
    """Some of a list."""

    items: list[Item]
    next: str | None = Field(description="The address of the next ones; null where these are the last.")


class Dated(Record):
    """A range of days, as exact as the words were; null where there is none."""

    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: DatePrecision | None
    date_basis: DateBasis = Field(description="How the text tells it; `none` where it does not.")


class Release(Dated):
    """What the articles say together."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "鹿鸣科技/luming-vl-3", "vendor": "鹿鸣科技", "vendor_id": "鹿鸣科技", "model": "Luming-VL-3",
                    "kind": "model", "status": "released", "date_start": "2026-02-11", "date_end": "2026-02-11",
                    "date_precision": "day", "date_basis": "explicit", "claims": 1, "first_seen": "2026-02-12",
                    "last_seen": "2026-02-12", "conflicts": [], "confidence": 0.73, "sources": 1, "family": None,
                    "track": None, "country": None, "city": None, "district": None,
                }
            ]
        }
    )  # fmt: skip

    id: str
    vendor: str | None
    vendor_id: str | None
    model: str
    kind: Kind
    status: Status
    claims: int = Field(description="How many articles say so.")
    first_seen: datetime.date | None
    last_seen: datetime.date | None
    conflicts: list[str]
    confidence: float
    sources: int = Field(description="How many of the articles are independent of each other.")
    family: str | None
    track: Track | None
    country: str | None
    city: str | None
    district: str | None


class Evidence(Dated):
    """One claim behind a release: the words, where they stand, and where the page is archived."""

    release_id: str
    claim_id: str
    article_id: str
    stance: str = Field(description="supports, conflicts or background")
    about: str = Field(description="The fields in which it conflicts.")
    vendor: str | None
    model: str | None
    kind: Kind
    status: Status
    date_raw: str | None
    quote: str = Field(description="The words: `text[start:end]` of the article, in code points.")
    title: str
    url: str
    site: str
    language: str
    published: datetime.date | None
    copy_of: str | None = Field(description="The address of the article that its article repeats.")
    rule: str
    score: float
    start: int
    end: int
    file: str | None = Field(description="The WARC file in the archive.")
    offset: int | None = Field(description="The byte at which its record begins.")
    fetched_at: datetime.datetime | None


class Event(Dated):
    """Something that happened to a release."""

    event: str = Field(description="rumoured, announced, previewed, released, opened, updated or retired")
    claims: int


class FullRelease(Release):
    """A release with its timeline and everyone who says so, the strongest first."""

    events: list[Event]
    evidence: list[Evidence]


class Claim(Dated):
    """One article says that a vendor released something."""

    id: str
    article_id: str
    release_id: str | None = Field(description="null where its score is too low to count")
    url: str
    vendor: str | None
    vendor_id: str | None
    model: str | None
    kind: Kind
    status: Status
    date_raw: str | None
    quote: str
    start: int
    end: int
    rule: str
    score: float
    terms: dict[str, float] = Field(description="What the score is the sum of.")


class Article(Record):
    """A page that was read."""

    id: str
    url: str
    site: str
    language: str
    title: str
    published_start: datetime.date | None
    published_end: datetime.date | None
    claims: int = Field(description="Those that are part of a release.")
    copy_of: str | None = Field(description="The id of the article that it repeats.")


class Problem(Record):
    """What was not understood."""

    stage: str
    code: str
    value: str
    where: str


class Capture(Record):
    """Where a page lies in the archive."""

    file: str
    offset: int
    length: int
    fetched_at: datetime.datetime
    status: int
    digest: str


class FullArticle(Article):
    """An article with its text and everything that was read from it. The archived HTML is not served."""

    text: str
    cleaner: str
    found: list[Claim]
    problems: list[Problem]
    captures: list[Capture]


class Vendor(Record):
    """Who releases something."""

    id: str
    name: str
    en: str | None
    zh: str | None
    type: VendorType | None = Field(description="null where the vendor is not in the knowledge base")
    parent_id: str | None
    country: str | None
    city: str | None
    district: str | None
    sources: dict[str, str] = Field(description="Who says where it sits: an address, or `unsourced`.")
    aliases: list[str]
    releases: int
    last: datetime.date | None


class Model(Record):
    """What bears a name: a release without its evidence."""

    id: str
    model: str
    vendor: str | None
    vendor_id: str | None
    family: str | None
    track: Track | None
    kind: Kind
    status: Status
    first: datetime.date | None
    last: datetime.date | None


class Run(Record):
    """A crawl or an extraction."""

    id: str
    kind: str
    site: str
    started: datetime.datetime
    finished: datetime.datetime | None
    outcome: str
    counts: dict[str, int]


class Change(Record):
    """One field of one release that changed."""

    id: int
    changed_at: datetime.datetime
    release_id: str
    field: str
    before: str | None
    after: str | None


class Found(Record):
    """Something that has the words that were searched for."""

    type: Literal["release", "article"]
    id: str
    title: str
    href: str
    excerpt: str


class Stats(Record):
    """How many releases there are, by what."""

    releases: int
    kind: dict[str, int]
    status: dict[str, int]
    country: dict[str, int] = Field(description="By ISO code; `?` where nobody knows.")
    vendor: dict[str, int] = Field(description="By id; `?` where none is named.")
    day: dict[str, int] = Field(description="By the first day of each release.")


class ProblemDetails(Record):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an endpoint may fail, for its documentation."""
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    told = {404: "There is no such thing.", 422: "The question makes no sense.", 429: "Asked too often."}
    told[503] = "The database cannot be read at the moment."
    return {
        status: {"description": told[status], "content": {"application/problem+json": {"schema": schema}}}
        for status in (*statuses, 422, 429, 503)
    }


class Reading(Record):
    """One meaning of a statement, and whether it holds under it."""

    evidence: Literal["named", "held", "arithmetic"]
    counted: str
    kinds: str
    dates: str
    places: str
    value: float | None
    holds: Literal["yes", "no", "tied"]
    note: str


class Statement(Record):
    """A number or superlative of an article."""

    statement: str
    type: str
    verdict: Literal["supported", "contradicted", "not supported", "depends", "not checkable"]
    reason: str
    times: int = Field(description="How often the article says it.")
    start: int = Field(description="Of the first, in the article's text.")
    end: int
    readings: list[Reading]
