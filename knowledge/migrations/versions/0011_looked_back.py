"""What the desk looks back at: the audit by time, a version by its number, deliveries that reached nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """An index for each, where all there ever was had to be read."""
    op.create_index("ix_revision_version", "revision", ["version"])
    op.create_index("ix_revision_at", "revision", ["at"])
    only = sa.text("state IN ('failed', 'expired', 'unknown', 'skipped')")
    op.create_index("ix_delivery_lost", "delivery", ["at"], sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_delivery_lost", "delivery")
    op.drop_index("ix_revision_at", "revision")
    op.drop_index("ix_revision_version", "revision")
