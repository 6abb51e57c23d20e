"""Who came to a meeting, themes of a partnership's own, and forms that were withdrawn.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make(
        "attendances",
        [sa.Column("meeting_id", sa.Uuid(), nullable=False), sa.Column("agency_id", sa.Uuid(), nullable=False)],
        [sa.Column("came", sa.Boolean(), nullable=False)],
        [("meeting_id", "meetings"), ("agency_id", "agencies")],
        ("meeting_id", "agency_id"),
    )
    op.create_index(op.f("ix_attendances_agency_id"), "attendances", ["agency_id"])
    _make(
        "themes",
        [],
        [
            sa.Column("key", sa.String(120), nullable=False),
            sa.Column("label", sa.String(120), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("retired_on", sa.Date(), nullable=True),
            sa.Column("version_id", sa.Integer(), nullable=False),
        ],
        [],
        ("partnership_id", "key"),
    )
    op.add_column("update_forms", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_update_forms_agency_id"), "update_forms", ["agency_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_update_forms_agency_id"), "update_forms")
    with op.batch_alter_table("update_forms") as batch:
        batch.drop_column("withdrawn_on")
    op.drop_table("themes")
    op.drop_table("attendances")


def _make(
    name: str,
    ids: list[sa.Column],
    columns: list[sa.Column],
    references: list[tuple[str, str]],
    unique: tuple[str, ...],
) -> None:
    keys = [("partnership_id", "partnerships"), ("recorded_by_id", "users"), *references]
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        *ids,
        *columns,
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint([key], [f"{target}.id"], name=op.f(f"fk_{name}_{key}_{target}"))
            for key, target in keys
        ),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")),
    )
