"""What was changed, by whom and when: read from the revision log, which nothing is ever deleted from."""

import msgspec
from sqlalchemy import Connection, select

from knowledge.clinics import Change
from knowledge.tables import revision

_LOOKED_AT = 60


def recent_experts(connection: Connection, who: str) -> list[str]:
    """Ids of the experts whose clinics somebody changed last, the latest first."""
    r = revision.c
    mine = select(r.after).where(r.kind == "change", r.who == who, r.after.is_not(None)).order_by(r.number.desc())
    bodies = connection.execute(mine.limit(_LOOKED_AT)).scalars()
    return list(dict.fromkeys(c.expert for body in bodies if (c := msgspec.json.decode(body, type=Change)).expert))
