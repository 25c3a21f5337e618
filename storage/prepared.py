"""Statements that are told once how they are told to the driver: SQLAlchemy does so for each row that it is given.

Of what keeping a page cost, that was a third.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql import ClauseElement

Values = Mapping[str, Any]
Converter = Callable[[Any], Any]


class Prepared:
    """A statement for one kind of database; its values have the names of its parameters."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Iterable[str] | None = None) -> None:
        """Of an INSERT, `columns` are those that it gives values to."""
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns) if columns else None)
        self.sql: str = compiled.string
        self.is_positional: bool = compiled.positional
        names = compiled.positiontup if self.is_positional else compiled.binds
        self.converters = [(name, _converter(compiled.binds[name].type, dialect)) for name in names]

    def find_all(self, connection: Connection, values: Values) -> Sequence[Any]:
        """The rows, their values as the driver has them: from SQLite, days are text."""
        return connection.exec_driver_sql(self.sql, self._bind(values)).all()

    def execute_all(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Once with each."""
        bound: list[Any] = [self._bind(row) for row in rows]
        if bound:
            connection.exec_driver_sql(self.sql, bound)

    def _bind(self, values: Values) -> Any:  # noqa: ANN401 a tuple or a dict, as the driver wants it
        if self.is_positional:
            return tuple([values[name] if to is None else to(values[name]) for name, to in self.converters])
        return {name: values[name] if to is None else to(values[name]) for name, to in self.converters}


def _converter(kind: Any, dialect: Dialect) -> Converter | None:  # noqa: ANN401 a column's type
    found: Converter | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found
