"""What may be asked of the API: the parameters, checked before anything is done."""

import datetime
import re
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from extract.knowledge import COUNTRIES, Track
from extract.records import Kind, Status
from interface.web.templating import query_href
from interface.web.words import Language
from storage.filters import ReleaseFilter
from storage.paging import Order

MOST = 200  # rows of one answer
LONGEST = 200  # characters of a value
SEVERAL = 50  # values of one condition
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*")

Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Texts = Annotated[list[Text], Field(max_length=SEVERAL)]


def _read_day(value: object) -> object:
    """pydantic would take 0 for 1970-01-01."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("write YYYY-MM-DD")
    return value


def _read_moment(value: object) -> object:
    if isinstance(value, str) and not MOMENT.fullmatch(value):
        raise ValueError("write YYYY-MM-DDTHH:MM:SSZ")
    return value


def _read_country(value: str) -> str:
    if value not in COUNTRIES:
        raise ValueError(f"none of {', '.join(sorted(COUNTRIES))}")
    return value


Country = Annotated[str, AfterValidator(_read_country), WithJsonSchema({"type": "string", "enum": sorted(COUNTRIES)})]
Day = Annotated[datetime.date, BeforeValidator(_read_day)]
Moment = Annotated[datetime.datetime, BeforeValidator(_read_moment)]


class Question(BaseModel):
    """Parameters; an unknown one is an error, for else a slip of the finger would give everything."""

    model_config = ConfigDict(extra="forbid")


class Paged(Question):
    """Of which list how much."""

    limit: int = Field(50, ge=1, le=MOST, description="At most so many.")
    after: str | None = Field(None, max_length=4000, description="Where to go on: as in the `next` of an answer.")


class Wanted(Question):
    """Which releases: all conditions must be met, of several values of one any."""

    vendor: Texts = Field(
        [], description="Any name or id of a vendor; its daughters count too.", examples=[["鹿鸣科技"]]
    )
    model: Text | None = Field(
        None, description="A model in any spelling, or a part of its name.", examples=["Luming-VL-3"]
    )
    family: Texts = Field([], description="A model family, by any of its names.", examples=[["Qwen"]])
    kind: Annotated[list[Kind], Field(max_length=SEVERAL)] = Field([], examples=[["model"]])
    status: Annotated[list[Status], Field(max_length=SEVERAL)] = []
    track: Annotated[list[Track], Field(max_length=SEVERAL)] = []
    country: Annotated[list[Country], Field(max_length=SEVERAL)] = Field([], examples=[["CN"]])
    city: Texts = Field([], examples=[["北京"]])
    district: Texts = Field([], examples=[["海淀区"]])
    since: Day | None = Field(None, alias="from", description="Released then or later.", examples=["2026-02-01"])
    until: Day | None = Field(None, alias="to", description="Released then or earlier.", examples=["2026-02-28"])
    on: Day | None = Field(None, description="Released on that day.")
    min_confidence: float | None = Field(None, ge=0, le=1)
    source: Texts = Field([], description="A site that says so.")
    text: Text | None = Field(None, description="Words in its names, or in who says so.")

    def read(self) -> ReleaseFilter:
        """The filter that all of moxun shares."""
        told: dict[str, Any] = {name: getattr(self, name) for name in Wanted.model_fields}
        lists = {name: tuple(each) for name, each in told.items() if isinstance(each, list)}
        return ReleaseFilter(**(told | lists))


class WantedReleases(Wanted, Paged):
    """Releases, sorted."""

    order: Order = "newest"


class WantedModels(Wanted, Paged):
    """Models, by name."""


class WantedClaims(Paged):
    """Claims, by id."""

    release: Text | None = Field(None, description="The id of a release.", examples=["鹿鸣科技/luming-vl-3"])
    article: Text | None = Field(None, description="The id of an article.")
    vendor: Text | None = Field(None, description="The id of a vendor.")
    kind: Kind | None = None
    status: Status | None = None
    min_score: float = Field(0, ge=0, le=10, description="From 0.6 a claim counts.")


class WantedArticles(Paged):
    """Articles, newest first."""

    source: Text | None = Field(None, description="A site.", examples=["demo"])
    language: Text | None = Field(None, examples=["zh"])
    since: Day | None = Field(None, alias="from", description="Published then or later.")
    until: Day | None = Field(None, alias="to", description="Published then or earlier.")
    title: Text | None = Field(None, description="Words of its title, as search takes them.")


class WantedChanges(Question):
    """Changes, oldest first."""

    since: Moment | None = Field(None, description="Only those after that moment; UTC where it names no zone.")
    after: int = Field(0, ge=0, le=2**53, description="Only those behind that id.")
    limit: int = Field(50, ge=1, le=MOST)


class WantedReport(Question):
    """In which words."""

    language: Language = Field("en", description="Of the reasons and readings.")


class Searched(Question):
    """Words to be found."""

    q: Text = Field(description="A model, a vendor, or words of an article.", examples=["Luming-VL-3"])
    limit: int = Field(20, ge=1, le=MOST)


Asked = Annotated[WantedReleases, Query()]


def next_href(request: Request, after: str | int | None) -> str | None:
    """The address of what follows; None where nothing does."""
    if after is None:
        return None
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("after", "since")]
    return query_href(request.url.path, [*kept, ("after", str(after))])
