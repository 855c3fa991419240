"""The answer to a hand-off, kept with it until it is sent."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    """The answer to a hand-off."""
    with op.batch_alter_table('handoff', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table('handoff', schema=None) as batch_op:
        batch_op.drop_column('answer')
