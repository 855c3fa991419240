"""How many deliveries of a week were somebody's who wanted to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """How many deliveries of a week were somebody's who wanted to be forgotten."""
    op.create_table(
        "forgotten",
        sa.Column("week", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("spared", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "kind", "subject", "state", "spared", name=op.f("pk_forgotten")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("forgotten")
