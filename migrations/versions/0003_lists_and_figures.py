"""Indices that lists of actions and figures of progress follow.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = {"sqlite_where": sa.text("is_open = 1"), "postgresql_where": sa.text("is_open")}
ENDED = {"sqlite_where": sa.text("is_open = 0"), "postgresql_where": sa.text("NOT is_open")}


def upgrade() -> None:
    op.drop_index("ix_actions_open_due", table_name="actions", **OPEN)
    op.create_index("ix_actions_open_due", "actions", ["partnership_id", "due_on", "id", "is_open"], **OPEN)
    op.create_index("ix_actions_due", "actions", ["partnership_id", "due_on", "id"])
    op.create_index(
        "ix_actions_open_figures",
        "actions",
        ["partnership_id", "lead_agency_id", "group_id", "state", "due_on", "is_open"],
        **OPEN,
    )
    op.create_index(
        "ix_actions_ended_figures",
        "actions",
        ["partnership_id", "lead_agency_id", "group_id", "state", "is_open"],
        **ENDED,
    )
    op.create_index("ix_actions_lead_agency", "actions", ["lead_agency_id"])


def downgrade() -> None:
    op.drop_index("ix_actions_lead_agency", table_name="actions")
    op.drop_index("ix_actions_ended_figures", table_name="actions", **ENDED)
    op.drop_index("ix_actions_open_figures", table_name="actions", **OPEN)
    op.drop_index("ix_actions_due", table_name="actions")
    op.drop_index("ix_actions_open_due", table_name="actions", **OPEN)
    op.create_index("ix_actions_open_due", "actions", ["partnership_id", "due_on", "id"], **OPEN)
