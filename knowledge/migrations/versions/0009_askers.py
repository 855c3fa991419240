"""How many asked each question of the queue, so that the most asked are read without counting all."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Count those who asked so far; from now on each is counted as they ask."""
    op.add_column("unanswered", sa.Column("askers", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE unanswered SET askers = (SELECT count(*) FROM asker WHERE asker.question = unanswered.id)")
    only = sa.text("answered_by = ''")
    order = [sa.text(column) for column in ("askers DESC", "first_asked", "id")]
    op.create_index("ix_unanswered_waiting", "unanswered", order, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_unanswered_waiting", "unanswered")
    op.drop_column("unanswered", "askers")
