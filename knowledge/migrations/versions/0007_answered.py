"""Questions of the queue that a later Book answers."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    """By which fact, whose, since when; and against which version of the Book each was last tried."""
    with op.batch_alter_table('unanswered', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tried', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('answered_by', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('answered_who', sa.String(length=80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(), nullable=True))
        only = sa.text('answered_at IS NOT NULL')
        batch_op.create_index(
            'ix_unanswered_answered', ['answered_at'], unique=False, sqlite_where=only, postgresql_where=only
        )
    op.execute('UPDATE unanswered SET tried = coalesce((SELECT max(version) FROM book), 0)')


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table('unanswered', schema=None) as batch_op:
        batch_op.drop_index('ix_unanswered_answered')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('answered_who')
        batch_op.drop_column('answered_by')
        batch_op.drop_column('tried')
