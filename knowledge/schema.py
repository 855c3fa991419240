"""What all tables are declared with: the one collection of them, and how keys and indexes are named."""

from typing import Any

from sqlalchemy import ColumnElement, Index, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def partial(name: str, *columns: str | ColumnElement[Any], only: str) -> Index:
    """An index over these rows alone: it stays small however much is planned for later or long done."""
    return Index(name, *columns, sqlite_where=text(only), postgresql_where=text(only))
