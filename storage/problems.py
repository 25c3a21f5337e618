"""What was not understood, and where."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from extract.records import Problem
from storage.database import Row, row_id, save_rows
from storage.schema import problems


def save_problem(connection: Connection, problem: Problem) -> None:
    """Keep a problem; one that is kept already stays as it is."""
    save_rows(connection, problems, [problem_row(problem)])


def problem_row(problem: Problem, article_id: str | None = None) -> Row:
    """The row of a problem, of one article where it was being read."""
    told = (problem.stage, problem.code, problem.value, problem.where)
    names = ("stage", "code", "value", "where")
    return {"id": row_id(article_id, *told), "article_id": article_id, **dict(zip(names, told, strict=True))}


def iter_problems(connection: Connection, stage: str | None = None) -> Iterator[Problem]:
    """Every problem, or those of one stage, sorted."""
    query = select(problems.c.stage, problems.c.code, problems.c.value, problems.c["where"])
    query = query.order_by(problems.c.stage, problems.c.code, problems.c["where"], problems.c.value, problems.c.id)
    rows = connection.execute(query if stage is None else query.where(problems.c.stage == stage))
    return (Problem(*row) for row in rows)
