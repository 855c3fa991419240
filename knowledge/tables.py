"""Every table. Facts of the Book are one row an item, whatever their kind.

One shape serves loading, comparing, revising, undoing and publishing of every kind of fact alike; the shape of each
kind itself is checked by :mod:`knowledge.model` before a row is written. Times are UTC, naive in storage.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from knowledge.schema import metadata, partial
from knowledge.tables_figures import feedback, forgotten, tally, upload
from knowledge.tables_questions import asker, handoff, unanswered
from knowledge.tables_staff import audit, draft, invite, login_try, setting, staff, staff_address, staff_session

__all__ = [
    "asker",
    "audit",
    "book",
    "delivery",
    "draft",
    "feedback",
    "follow",
    "forgotten",
    "handoff",
    "invite",
    "item",
    "login_try",
    "metadata",
    "pace",
    "person",
    "reminder",
    "revision",
    "seen_update",
    "setting",
    "staff",
    "staff_address",
    "staff_session",
    "tally",
    "unanswered",
    "upload",
]

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
    Column("announce_at", DateTime),
    Column("announced", DateTime),
    Index("ix_revision_item", "kind", "id"),
    Index("ix_revision_version", "version"),
    Index("ix_revision_at", "at"),
    partial("ix_revision_announce_at", "announce_at", only="announce_at IS NOT NULL AND announced IS NULL"),
)
"""Every change ever made: the audit, the undo and the queue of notices. Nothing is deleted here.

``announce_at``: when those whom the change touches are to be told (never, when empty); ``announced``: when they were.
"""

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

seen_update = Table(
    "seen_update",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update", String(40), primary_key=True),
    Column("at", DateTime, nullable=False),
)
"""Events of a channel already taken in, so that one delivered twice is answered once; kept two days."""

reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("plan", LargeBinary, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("dealt", DateTime, nullable=False),
    Column("next_due", DateTime),
    Index("ix_reminder_person", "channel", "address"),
    Index("ix_reminder_subject", "subject"),
    partial("ix_reminder_next_due", "next_due", only="next_due IS NOT NULL"),
    sqlite_autoincrement=True,  # a number is never given again: old buttons name it
)
"""What a person asked to be reminded of: a JSON ``plan``, its references in ``subject`` (expert:ID, base:ID, …).

``dealt`` is the moment up to which everything due was planned; ``next_due`` is empty when nothing comes any more.
"""

follow = Table(
    "follow",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("address", String(80), primary_key=True),
    Column("subject", String(120), primary_key=True),
    Column("since", DateTime, nullable=False),
    Index("ix_follow_subject", "subject"),
)
"""Who is told when the clinics of an expert (expert:ID) or a base (base:ID) change."""

delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("occurrence", String(160), nullable=False),
    Column("reminder", Integer),
    Column("rank", Integer, nullable=False),
    Column("event_at", DateTime, nullable=False),
    Column("due", DateTime, nullable=False),
    Column("late_after", DateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(60), nullable=False, default=""),
    Column("worker", String(40), nullable=False, default=""),
    Column("lease", DateTime),
    Column("tries", Integer, nullable=False, default=0),
    Column("at", DateTime, nullable=False),
    UniqueConstraint("channel", "address", "kind", "subject", "occurrence", name="uq_delivery_once"),
    partial("ix_delivery_ready", "channel", "rank", "event_at", "id", only="state = 'ready'"),
    partial("ix_delivery_planned", "due", only="state = 'planned'"),
    partial("ix_delivery_held", "lease", only="state IN ('claimed', 'sending')"),
    partial("ix_delivery_kept", "late_after", only="state = 'kept'"),
    partial("ix_delivery_lost", "at", only="state IN ('failed', 'expired', 'unknown', 'skipped')"),
    Index("ix_delivery_reminder", "reminder"),
)
"""What goes to whom, and what became of it: the outbox and the ledger. Rows hold references, never words.

``state``: planned (for later) · ready (due) · claimed (a worker holds it until ``lease``) · sending (its request may
have left) · kept (until the person opens their page) · sent · unknown · failed · skipped · expired. ``rank`` goes
before ``event_at`` in the order of sending; ``late_after`` is when it is of no use any more.
"""

pace = Table(
    "pace",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("free_at", Float, nullable=False),
    Column("gap", Float, nullable=False),
)
"""How fast a channel may be written to, shared by all replicas: the moment (seconds since 1970) at which the next
message may leave, and the seconds between two messages, which grow when the channel asks for patience."""
