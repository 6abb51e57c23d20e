"""A partnership's own template and its own wording of letters.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make(
        "house_templates",
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    _make("wordings", sa.Column("letter", sa.Text(), nullable=False))
    op.create_index("ix_wordings_partnership_id_letter", "wordings", ["partnership_id", "letter"])


def downgrade() -> None:
    op.drop_table("wordings")
    op.drop_table("house_templates")


def _make(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        *columns,
        sa.Column("learning_record", sa.LargeBinary(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f(f"fk_{name}_partnership_id_partnerships")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f(f"fk_{name}_recorded_by_id_users")),
    )
    op.create_index(op.f(f"ix_{name}_partnership_id"), name, ["partnership_id"])
