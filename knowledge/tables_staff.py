"""The tables of the staff: who they are, how they came in, what they did, what waits for a second person."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from knowledge.schema import metadata

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("institutions", Text, nullable=False, default="[]"),
    Column("active", Boolean, nullable=False, default=True),
    Column("password", String(200), nullable=False, default=""),
    Column("made", DateTime, nullable=False),
)
"""Who keeps the Book. ``institutions``: JSON list of the ids a clerk answers for; ``password``: argon2, or empty for
who comes by chat alone. Nobody is deleted: the audit names them; who has gone is not ``active``."""

staff_address = Table(
    "staff_address",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("address", String(80), primary_key=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("until", DateTime),
    Index("ix_staff_address_staff", "staff"),
)
"""From which chats somebody of the staff speaks; ``until``: a browser's chat ends like a session, an account never."""

invite = Table(
    "invite",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(80), nullable=False, default=""),
    Column("role", String(10), nullable=False),
    Column("institutions", Text, nullable=False, default="[]"),
    Column("made_by", String(80), nullable=False),
    Column("expires", DateTime, nullable=False),
    Column("used", DateTime),
)
"""Links that let somebody in once, as digests of their tokens; no ``name``: who opens it says their own."""

staff_session = Table(
    "staff_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("made", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
    Column("until", DateTime, nullable=False),
    Index("ix_staff_session_staff", "staff"),
)
"""Who is logged in at the web desk: digests of their cookies, when last ``seen``, at most ``until``."""

login_try = Table(
    "login_try",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("due", Float, nullable=False),
)
"""How often a name or a network tried to log in, shared by all replicas: a digest, and the moment (seconds since 1970)
up to which its tries are spent."""

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("who", String(80), nullable=False),
    Column("door", String(20), nullable=False),
    Column("action", String(30), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("before", Text, nullable=False, default=""),
    Column("after", Text, nullable=False, default=""),
    Index("ix_audit_at", "at"),
)
"""What the staff did beside changing facts, which ``revision`` tells. Nothing is deleted here."""

draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("fact", String(80), nullable=False),
    Column("body", LargeBinary),
    Column("base", Integer, nullable=False),
    Column("who", String(80), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("state", String(10), nullable=False),
    Column("reviewer", String(80), nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Index("ix_draft_state", "state"),
    Index("ix_draft_fact", "kind", "fact"),
)
"""A proposed fact (``body`` empty: archive it), made on top of revision ``base``; ``state``: open, published, refused
or withdrawn (which one that was refused is too, once its author is done with it); ``reviewer``: the second person;
``why``: what they say of a refusal."""

setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the staff set themselves at the desk, JSON by name; what is not here has its usual value."""
