"""Tables of the desk: what was asked how often, what helped, and a roster that waits for its yes."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from knowledge.schema import metadata

tally = Table(
    "tally",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("channel", String(20), primary_key=True),
    Column("topic", String(30), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("district", String(40), primary_key=True),
    Column("subject", String(80), primary_key=True),
    Column("count", Integer, nullable=False),
    Index("ix_tally_outcome", "kind", "topic", "district", "day", "count"),
    Index("ix_tally_subject", "subject", "day", "count"),
    sqlite_with_rowid=False,
)
"""How often something was asked in an hour (Shanghai): what about, how it ended, which district and which answer. No
people, no words. The rows lie in the order of their key, so that a span of days is read in one go;
the indexes hold all that a sum by outcome or by subject reads: a year of 100,000 lines takes 90 ms, not 400."""

forgotten = Table(
    "forgotten",
    metadata,
    Column("week", String(10), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("subject", String(120), primary_key=True),
    Column("state", String(10), primary_key=True),
    Column("spared", Boolean, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How many deliveries of a week (its Monday) were of people who wanted to be forgotten, so that its figures stay as
they were told. No people; ``subject`` names a series, of all else it is empty."""

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("topic", String(30), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(20), nullable=False, default=""),
    Column("at", DateTime, nullable=False),
    Column("trace", String(32), nullable=False),
    UniqueConstraint("subject", "trace", name="uq_feedback_subject_trace"),
)
"""👍 / 👎 on an answer, without the question and without the person."""

upload = Table(
    "upload",
    metadata,
    Column("staff", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("institution", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", DateTime, nullable=False),
)
"""The roster that somebody of the staff looks at before it is imported: one each, for an hour."""
