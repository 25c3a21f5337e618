"""What a person had better look at, worst first, and how a decision becomes a judgement that every rebuild keeps."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, exists, func, select

from extract.judgements import (
    ALIAS_FIELDS,
    JUDGEMENT_KINDS,
    SET_FIELDS,
    Judgement,
    JudgementKind,
    Subject,
)
from extract.merge import read_days
from extract.records import EVENTS, KINDS, STATUSES
from extract.rulings import keys_of_subject
from storage.following import find_successor
from storage.judgements import judgement_id, load_judgements, read_subject, save_judgements
from storage.queueing import bucket_of, queue_buckets, queue_everything
from storage.schema import articles, claims, release_claims, releases
from storage.schema_known import vendors

DoubtKind = Literal["conflict", "duplicate", "unsure", "vendor", "claim"]

SURE = 0.7  # a release that is at least so sure is no doubt by itself
NEARLY = 0.45  # a claim below that is not worth a person's time


class JudgementError(ValueError):
    """A decision that cannot be meant; the message says why."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something uncertain. `weight` sorts it: the higher, the worse."""

    kind: DoubtKind
    subject: str  # a release's id; of a vendor its id, of a claim the article's address
    model: str
    why: str
    weight: float
    other: str = ""  # the id of the release that may be the same


def find_doubts(connection: Connection, limit: int | None = None) -> list[Doubt]:
    """Conflicts, possible duplicates, unsure releases, vendors that nobody knows, claims that nearly counted."""
    parts = (_conflicts, _duplicates, _unsure, _vendors, _claims)
    found = [doubt for part in parts for doubt in part(connection)]
    return sorted(found, key=lambda each: (-each.weight, each.kind, each.subject, each.model, each.other))[:limit]


def describe(connection: Connection, release_id: str, url: str = "") -> Subject:
    """A release as a judgement names it; with an address, only what that article says. JudgementError for no such."""
    found = find_successor(connection, release_id) or release_id
    query = (
        select(claims.c.vendor_id, claims.c.vendor, claims.c.model)
        .join(release_claims, release_claims.c.claim_id == claims.c.id)
        .join(articles, articles.c.id == claims.c.article_id)
        .where(release_claims.c.release_id == found)
    )
    own = query.where(release_claims.c.about.not_like("%vendor%"))
    rows = connection.execute(own.where(articles.c.url == url) if url else own).all()
    if not rows:
        raise JudgementError(f"no release {release_id!r}" + (f" that {url} tells of" if url else ""))
    told = sorted({row.vendor_id or row.vendor or "" for row in rows})
    return Subject(found, tuple(told), tuple(sorted({row.model for row in rows if row.model})), url)


def describe_claim(connection: Connection, url: str, model: str) -> Subject:
    """What an article says of a model, whether or not it counts. JudgementError where it says nothing of it."""
    query = select(claims.c.vendor_id, claims.c.vendor, claims.c.model, claims.c.release_id)
    query = query.join(articles, articles.c.id == claims.c.article_id)
    rows = connection.execute(query.where(articles.c.url == url, claims.c.model == model)).all()
    if not rows:
        raise JudgementError(f"{url} makes no claim about {model!r}")
    told = sorted({row.vendor_id or row.vendor or "" for row in rows})
    return Subject(rows[0].release_id or "", tuple(told), (model,), url)


def decide(  # noqa: PLR0913 keywords only
    connection: Connection,
    kind: JudgementKind,
    subject: Subject,
    *,
    author: str,
    reason: str = "",
    other: Subject | None = None,
    field: str | None = None,
    value: str | None = None,
    undoes: str | None = None,
    at: datetime | None = None,
) -> Judgement:
    """Keep a decision, and queue what it changes. JudgementError where it says nothing that can hold."""
    told = Judgement("", kind, subject, author, at or datetime.now(UTC), reason, other, field, value, undoes)
    check_judgement(told)
    _check_two(told)
    if undoes is not None and undoes not in {each.id for each in load_judgements(connection)}:
        raise JudgementError(f"no judgement {undoes!r}")
    judgement = replace(told, id=judgement_id(told))
    save_judgements(connection, [judgement])
    _queue(connection, judgement)
    return judgement


def check_judgement(judgement: Judgement) -> None:
    """JudgementError where a judgement says nothing that can hold."""
    field, value = judgement.field, judgement.value or ""
    if judgement.kind not in JUDGEMENT_KINDS:
        raise JudgementError(f"{judgement.kind!r} is none of {', '.join(JUDGEMENT_KINDS)}")
    if not judgement.author.strip():
        raise JudgementError("a judgement needs an author")
    if judgement.kind in ("same", "different") and judgement.other is None:
        raise JudgementError(f"{judgement.kind} is about two releases")
    if judgement.kind == "alias" and (field not in ALIAS_FIELDS or not value.strip()):
        raise JudgementError(f"an alias is of a {' or '.join(ALIAS_FIELDS)}")
    if judgement.kind == "set":
        _check_setting(field, value)


def export_judgements(connection: Connection) -> Iterator[str]:
    """Every judgement as a line of JSON, the oldest first."""
    for each in load_judgements(connection):
        yield json.dumps(asdict(each) | {"decided_at": each.decided_at.isoformat()}, ensure_ascii=False, sort_keys=True)


def import_judgements(connection: Connection, lines: Iterable[str]) -> int:
    """Keep what `export_judgements` wrote, and return how many are new. JudgementError names the line that is none."""
    told = [_read_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    count = save_judgements(connection, told)
    if count:
        queue_everything(connection)
    return count


def _check_two(judgement: Judgement) -> None:
    """Two ids may lead to one release by now; to say that it is itself, or is not, changes nothing."""
    one, other = judgement.subject, judgement.other
    if other and one.release == other.release and not other.url:
        way_out = "take back what joined them (`moxun review log`, `undo`), or name an article with --url"
        more = f": {way_out}" if judgement.kind == "different" else ""
        raise JudgementError(f"both are one release already, {one.release!r}{more}")


def _check_setting(field: str | None, value: str) -> None:
    if field not in SET_FIELDS:
        raise JudgementError(f"{field!r} is none of {', '.join(SET_FIELDS)}")
    choices: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "status": STATUSES}
    if value not in choices.get(field, (value,)) or not value.strip():
        raise JudgementError(f"{field}: {value!r} is none of {', '.join(choices.get(field, ('a text',)))}")
    if field == "date" or field in EVENTS:
        try:
            read_days(value)
        except ValueError:
            raise JudgementError(f"{field}: {value!r} is no day: write YYYY-MM-DD, or two with / between") from None


def _read_line(number: int, line: str) -> Judgement:
    try:
        told = json.loads(line)
        other = read_subject(told.pop("other")) if told.get("other") else told.pop("other", None)
        moment = datetime.fromisoformat(told.pop("decided_at"))
        judgement = Judgement(subject=read_subject(told.pop("subject")), other=other, decided_at=moment, **told)
        if moment.tzinfo is None:
            raise ValueError("a time without a zone")
        check_judgement(judgement)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise JudgementError(f"line {number}: {error}") from error
    return judgement


def _queue(connection: Connection, judgement: Judgement) -> None:
    """An alias, and an undoing, may be about anything; the others are about the buckets of their releases."""
    if judgement.kind in ("alias", "undo"):
        queue_everything(connection)
        return
    subjects = [each for each in (judgement.subject, judgement.other) if each]
    queue_buckets(connection, (bucket_of(key) for each in subjects for key in keys_of_subject(each)))
    ids = [each.release for each in subjects]
    told = select(claims.c.bucket).join(release_claims, release_claims.c.claim_id == claims.c.id)
    queue_buckets(connection, connection.scalars(told.where(release_claims.c.release_id.in_(ids))).all())
    for each in subjects:
        query = select(claims.c.bucket).join(articles, articles.c.id == claims.c.article_id)
        if each.url:
            queue_buckets(connection, connection.scalars(query.where(articles.c.url == each.url)).all())


def _open() -> Any:  # noqa: ANN401 a query
    return select(releases).where(releases.c.state == "current", releases.c.is_reviewed.is_(False))


def _conflicts(connection: Connection) -> Iterator[Doubt]:
    for row in connection.execute(_open().where(releases.c.conflicts != [])):
        yield Doubt("conflict", row.id, row.model, "; ".join(row.conflicts), 3 + len(row.conflicts) - row.confidence)


def _duplicates(connection: Connection) -> Iterator[Doubt]:
    """Releases whose names are the same but for signs and blanks, and whose vendors are not two known ones."""
    one, other = releases.alias(), releases.alias()
    is_open = [each.c.state == "current" for each in (one, other)]
    query = select(one.c.id, one.c.model, other.c.id.label("other"), one.c.vendor_id, other.c.vendor_id.label("theirs"))
    same = (one.c.folded == other.c.folded, one.c.id < other.c.id, one.c.is_reviewed.is_(False))
    for row in connection.execute(query.where(*same, *is_open)):
        known = row.vendor_id and row.theirs and row.vendor_id != row.theirs
        why = f"{row.other} has the same name" + (", by another vendor" if known else "")
        yield Doubt("duplicate", row.id, row.model, why, 1.5 if known else 2.5, row.other)


def _unsure(connection: Connection) -> Iterator[Doubt]:
    for row in connection.execute(_open().where(releases.c.confidence < SURE)):
        why = f"confidence {row.confidence:.2f}, {row.source_count} source"
        yield Doubt("unsure", row.id, row.model, why, 2 - row.confidence)


def _vendors(connection: Connection) -> Iterator[Doubt]:
    is_known = exists().where(vendors.c.id == releases.c.vendor_id)
    query = select(releases.c.vendor_id, func.count().label("many"), func.min(releases.c.model).label("model"))
    query = query.where(releases.c.state == "current", releases.c.vendor_id.is_not(None), ~is_known)
    for row in connection.execute(query.group_by(releases.c.vendor_id)):
        yield Doubt("vendor", row.vendor_id, row.model, f"nobody knows this vendor of {row.many} releases", 1.0)


def _claims(connection: Connection) -> Iterator[Doubt]:
    """Those nearest to counting first, and no more of them than somebody reads."""
    query = (
        select(claims.c.model, claims.c.score, claims.c.evidence, articles.c.url)
        .join(articles, articles.c.id == claims.c.article_id)
        .where(claims.c.release_id.is_(None), claims.c.model.is_not(None), claims.c.score >= NEARLY)
        .where(articles.c.is_current)
        .order_by(claims.c.score.desc(), claims.c.id)
    )
    judged = {(each.subject.url, name) for each in load_judgements(connection) for name in each.subject.names}
    for row in islice(connection.execute(query), 1000):
        if (row.url, row.model) not in judged:
            yield Doubt("claim", row.url, row.model, f"score {row.score:.2f}: {row.evidence}", row.score)
