"""The life of an action: agreement, milestones, evidence files, how it stands, and its impact.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SET = {"sqlite_where": sa.text("look_back_on IS NOT NULL"), "postgresql_where": sa.text("look_back_on IS NOT NULL")}

ADDED = {
    "actions": {
        "acceptance": sa.String(40),
        "concern": sa.String(40),
        "milestone_due_on": sa.Date(),
        "look_back_months": sa.Integer(),
        "look_back_on": sa.Date(),
    },
    "action_moves": {"is_on_behalf": sa.Boolean()},
    "plans": {"theme": sa.Text()},
}


def upgrade() -> None:
    """Add what an action's life needs; nothing of what is kept changes."""
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_index("ix_actions_look_back", "actions", ["partnership_id", "look_back_on"], **SET)
    _under_actions(
        "action_milestones",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
    )
    op.create_index("ix_action_milestones_action", "action_milestones", ["action_id", "position"])
    _under_actions(
        "evidence_files",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["update_id"], ["action_updates.id"], name="fk_evidence_files_update_id_action_updates"
        ),
    )
    op.create_index("ix_evidence_files_action_id", "evidence_files", ["action_id"])
    _under_actions(
        "impact_checks",
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
    )
    op.create_index("ix_impact_checks_action_id", "impact_checks", ["action_id"])


def _under_actions(table: str, *own: sa.schema.SchemaItem) -> None:
    """A table whose rows belong to an action: its place, its own columns, its sealed record, who entered it."""
    ends = {
        "partnership_id": "partnerships",
        "review_id": "reviews",
        "action_id": "actions",
        "recorded_by_id": "users",
    }
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        *own,
        sa.Column("learning_record", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
            for column, other in ends.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def downgrade() -> None:
    """Take it away again, with what was kept in it."""
    for table in ("impact_checks", "evidence_files", "action_milestones"):
        op.drop_table(table)
    op.drop_index("ix_actions_look_back", table_name="actions", **SET)
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
