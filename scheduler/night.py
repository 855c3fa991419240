"""The quiet hours that hold within a transaction: nobody sets others before what was timed by these is stored."""

from sqlalchemy import Connection, text

from knowledge.reading import tuning
from knowledge.tuning import Quiet


def quiet_hours(connection: Connection) -> Quiet:
    """The quiet hours by which this transaction times something; to be asked before it touches what is timed.

    Others may ask meanwhile; who sets them waits for the end of this transaction, and this one for the end of theirs.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock_shared(7215303)"))
    return tuning(connection).quiet


def nobody_times(connection: Connection) -> None:
    """Wait until all that is being timed is stored; SQLite's own write lock has seen to it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7215303)"))
