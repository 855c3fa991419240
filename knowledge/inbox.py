"""Events of a channel that were taken in already, so that one delivered twice, or to two replicas, is answered once."""

from datetime import datetime

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from knowledge.moments import in_storage
from knowledge.tables import seen_update


def first_time(connection: Connection, channel: str, update: str, now: datetime) -> bool:
    """Whether this event is new; from now on it is not."""
    try:
        with connection.begin_nested():
            connection.execute(insert(seen_update).values(channel=channel, update=update, at=in_storage(now)))
    except IntegrityError:
        return False
    return True
