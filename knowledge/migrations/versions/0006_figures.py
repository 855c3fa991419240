"""What was asked how often; a roster that waits for its yes."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    """What was asked how often; a roster that waits for its yes."""
    op.create_table('tally',
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('hour', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('topic', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('district', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'hour', 'channel', 'topic', 'kind', 'district', 'subject', name=op.f('pk_tally')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.create_index('ix_tally_outcome', ['kind', 'topic', 'district', 'day', 'count'], unique=False)
        batch_op.create_index('ix_tally_subject', ['subject', 'day', 'count'], unique=False)

    op.create_table('upload',
    sa.Column('staff', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('institution', sa.String(length=80), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('staff', name=op.f('pk_upload'))
    )
