"""A reminder's number is never given again, so that an old button cannot mean a newer reminder."""

from alembic import op

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    """Numbers that are never given again; PostgreSQL never did."""
    _made_again(counting=True)


def downgrade() -> None:
    """Undo it."""
    _made_again(counting=False)


def _made_again(*, counting: bool) -> None:
    if op.get_bind().dialect.name != 'sqlite':
        return
    with op.batch_alter_table('reminder', recreate='always', table_kwargs={'sqlite_autoincrement': counting}):
        pass  # the same columns and indexes
