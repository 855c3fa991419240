"""Every table. Facts of the Book are one row an item, whatever their kind.

One shape serves loading, comparing, revising, undoing and publishing of every kind of fact alike; the shape of each
kind itself is checked by :mod:`knowledge.model` before a row is written. Times are UTC, naive in storage.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

book = Table(
    "book",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("shipped", String(64), nullable=False, default=""),
)
"""One row: the version that every published change raises by one, and the digest of the shipped facts last loaded."""

item = Table(
    "item",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("origin", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("archived", Boolean, nullable=False, default=False),
    Index("ix_item_version", "version"),
)
"""A fact: JSON ``body``; ``origin`` shipped, file or staff; ``version`` of the Book in which it last changed."""

revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("before", LargeBinary),
    Column("after", LargeBinary),
    Column("who", String(80), nullable=False),
    Column("door", String(20), nullable=False),
    Column("at", DateTime, nullable=False),
    Index("ix_revision_item", "kind", "id"),
)
"""Every change ever made: the audit, the undo and, later, the queue of notices. Nothing is deleted here."""

person = Table(
    "person",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("address", String(80), primary_key=True),
    Column("language", String(10), nullable=False, default=""),
    Column("elder", Boolean, nullable=False, default=False),
    Column("district", String(40), nullable=False, default=""),
    Column("reachable", Boolean, nullable=False, default=True),
    Column("seen", DateTime, nullable=False),
)
"""What a person asked to be remembered, and nothing else: language, 长者模式, their district when they asked for it."""

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("likeness", String(200), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_asked", DateTime, nullable=False),
    Column("last_asked", DateTime, nullable=False),
)
"""Questions without an answer, grouped by how they sound; numbers masked, no identity, kept 30 days."""

asker = Table(
    "asker",
    metadata,
    Column("question", ForeignKey("unanswered.id", ondelete="CASCADE"), primary_key=True),
    Column("trace", String(32), primary_key=True),
)
"""Distinct askers of a question: a hash whose salt lives one day and is never stored."""

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

seen_update = Table(
    "seen_update",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update", String(40), primary_key=True),
    Column("at", DateTime, nullable=False),
)
"""Events of a channel already taken in, so that one delivered twice is answered once; kept two days."""
