"""Lines of the register, earlier identities, hits let stay, and passages marked for redaction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    for table, columns, ended_by, record in TABLES:
        people = ("recorded_by_id", *((ended_by,) if ended_by else ()))
        op.create_table(
            table,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("partnership_id", sa.Uuid(), nullable=False),
            sa.Column("review_id", sa.Uuid(), nullable=False),
            *columns,
            *(_ended(ended_by) if ended_by else ()),
            sa.Column(record, sa.LargeBinary(), nullable=True),
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
            _to(table, "partnership_id", "partnerships"),
            _to(table, "review_id", "reviews"),
            *([_to(table, "person_id", "people")] if table == "identity_changes" else []),
            *(_to(table, each, "users") for each in people),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_review_id"), table, ["review_id"])


def downgrade() -> None:
    """Drop them."""
    for table, _columns, _ended_by, _record in reversed(TABLES):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _ended(by: str) -> tuple[sa.Column, sa.Column]:
    at = by.replace("_by_id", "_at")
    return sa.Column(at, sa.DateTime(timezone=True), nullable=True), sa.Column(by, sa.Uuid(), nullable=True)


TABLES = (
    (
        "register_entries",
        (sa.Column("kind", sa.String(40), nullable=False),),
        "taken_back_by_id",
        "identity_record",
    ),
    ("identity_changes", (sa.Column("person_id", sa.Uuid(), nullable=False),), None, "identity_record"),
    (
        "leak_allowances",
        (
            sa.Column("document_kind", sa.Text(), nullable=False),
            sa.Column("mark", sa.LargeBinary(), nullable=False),
        ),
        "withdrawn_by_id",
        "identity_record",
    ),
    ("redactions", (), "withdrawn_by_id", "narrative_record"),
)
