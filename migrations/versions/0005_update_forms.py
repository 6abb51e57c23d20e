"""Update forms that go out to agencies, and where they are sent.

Revision ID: 0005
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of forms and of their rows."""
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_email", sa.Text(), nullable=True))
    op.create_table(
        "update_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        *_keys("update_forms", partnership_id="partnerships", agency_id="agencies", plan_id="plans"),
    )
    with op.batch_alter_table("update_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_update_forms_partnership_id"), ["partnership_id"], unique=False)
    op.create_table(
        "update_form_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("issued_version", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        *_keys("update_form_rows", partnership_id="partnerships", form_id="update_forms", action_id="actions"),
        sa.UniqueConstraint("form_id", "action_id", name=op.f("uq_update_form_rows_form_id_action_id")),
        sa.UniqueConstraint("form_id", "ref", name=op.f("uq_update_form_rows_form_id_ref")),
    )
    with op.batch_alter_table("update_form_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_update_form_rows_action_id"), ["action_id"], unique=False)


def _keys(table: str, **targets: str) -> list[sa.Constraint]:
    keys = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
        for column, target in {**targets, "recorded_by_id": "users"}.items()
    ]
    return [*keys, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("update_form_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_update_form_rows_action_id"))
    op.drop_table("update_form_rows")
    with op.batch_alter_table("update_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_update_forms_partnership_id"))
    op.drop_table("update_forms")
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.drop_column("contact_email")
