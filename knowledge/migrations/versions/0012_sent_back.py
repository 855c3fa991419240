"""Why a draft was sent back stands with the draft, where its author finds it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
_TOLD = """
    UPDATE draft SET why = COALESCE((
        SELECT audit.after FROM audit
        WHERE audit.action = 'refuse' AND audit.subject = draft.kind || ' ' || draft.fact AND audit.before = draft.who
        ORDER BY audit.number DESC LIMIT 1
    ), '') WHERE state = 'refused'
"""


def upgrade() -> None:
    """Take over what the audit says of those that were sent back so far."""
    op.add_column("draft", sa.Column("why", sa.Text(), server_default="", nullable=False))
    op.execute(_TOLD)


def downgrade() -> None:
    """Undo it; the audit still says why."""
    op.drop_column("draft", "why")
