"""What the demo did not count, and why."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from extract.records import Problem
from storage.problems import iter_problems
from storage.schema import articles, claims


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Problems as they are; the rest as lines to print."""

    problems: tuple[Problem, ...]
    unsure: tuple[str, ...]  # claims below the score that counts
    silent: tuple[str, ...]  # articles that say of no release


def find_leftovers(connection: Connection) -> Leftovers:
    unsure = select(claims.c.model, claims.c.score, articles.c.url).join_from(claims, articles)
    unsure = unsure.where(claims.c.release_id.is_(None)).order_by(articles.c.url, claims.c.model)
    silent = select(articles.c.title, articles.c.url).outerjoin_from(articles, claims)
    silent = silent.where(claims.c.id.is_(None), articles.c.cleaner != "")  # "" where no article could be read
    return Leftovers(
        tuple(iter_problems(connection)),
        tuple(f"{row.model} (score {row.score:.2f})  {row.url}" for row in connection.execute(unsure)),
        tuple(f"{row.title}  {row.url}" for row in connection.execute(silent.order_by(articles.c.url))),
    )
