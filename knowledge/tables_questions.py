"""What residents asked without an answer, and what was handed to people to answer."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, Text

from knowledge.schema import metadata, partial

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("likeness", String(200), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("times", Integer, nullable=False),
    Column("askers", Integer, nullable=False, server_default="0"),
    Column("first_asked", DateTime, nullable=False),
    Column("last_asked", DateTime, nullable=False),
    Column("taken_by", String(80), nullable=False, server_default=""),
    Column("taken_at", DateTime),
    Column("tried", Integer, nullable=False, server_default="0"),
    Column("answered_by", String(120), nullable=False, server_default=""),
    Column("answered_who", String(80), nullable=False, server_default=""),
    Column("answered_at", DateTime),
    partial("ix_unanswered_answered", "answered_at", only="answered_at IS NOT NULL"),
    sqlite_autoincrement=True,  # a number is never given again: old buttons name it
)
"""Questions without an answer, grouped by how they sound; numbers masked, no identity, kept 30 days.

``askers``: the rows of the table below, counted as they come, so that the most asked need not be looked for.
``taken_by`` is who of the staff works on it since ``taken_at``, so that two never do. ``tried``: the version of the
Book that had no answer; ``answered_by``: the fact (kind and id) of a later one that has, published by ``answered_who``.
"""

_U = unanswered.c
partial("ix_unanswered_waiting", _U.askers.desc(), _U.first_asked, _U.id, only="answered_by = ''")

asker = Table(
    "asker",
    metadata,
    Column("question", ForeignKey("unanswered.id", ondelete="CASCADE"), primary_key=True),
    Column("trace", String(32), primary_key=True),
)
"""Distinct askers of a question: a hash whose salt lives one day and is never stored."""

handoff = Table(
    "handoff",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(80), nullable=False),
    Column("topic", String(30), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Index("ix_handoff_person", "channel", "address"),
    sqlite_autoincrement=True,  # a number is never given again: forms and answers on their way name it
)
"""Who asked a person of the staff for help, with what; the return address goes with the row, after 14 days at most.

``answer`` is what the staff say to them; it goes with the row as well, as soon as it was sent.
"""
