"""The numbers of questions and hand-offs are never given again, so that an old button cannot mean a newer one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ASKER = sa.table("asker", sa.column("question", sa.Integer), sa.column("trace", sa.String))


def upgrade() -> None:
    """Numbers that are never given again; PostgreSQL never did."""
    _made_again(counting=True)


def downgrade() -> None:
    """Undo it."""
    _made_again(counting=False)


def _made_again(*, counting: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    askers = [dict(row) for row in op.get_bind().execute(sa.select(_ASKER)).mappings()]
    for table in ("unanswered", "handoff"):
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": counting}):
            pass  # the same columns and indexes
    op.execute(sa.delete(_ASKER))  # who asked went with the old table, or not: that is the connection's setting
    if askers:
        op.bulk_insert(_ASKER, askers)
