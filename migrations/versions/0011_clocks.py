"""Holds on reviews, targets and closed days of a partnership, and the rule that chooses the guidance of new reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    _table(
        "holds",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        _word("requester"),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("narrative_record", sa.LargeBinary(), nullable=True),
        _to("holds", "review_id", "reviews"),
    )
    op.create_index(op.f("ix_holds_review_id"), "holds", ["review_id"])
    _table(
        "local_targets",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        _word("unit"),
        sa.UniqueConstraint("partnership_id", "name", name=op.f("uq_local_targets_partnership_id_name")),
    )
    _table(
        "closed_days",
        sa.Column("day", sa.Date(), nullable=False),
        _word("kind"),
        sa.UniqueConstraint("partnership_id", "day", name=op.f("uq_closed_days_partnership_id_day")),
        versioned=False,
    )
    _table(
        "review_rules",
        sa.Column("edition", sa.String(40), nullable=False),
        _word("legal_basis"),
        _word("display_name"),
        _word("trigger"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
    )
    op.create_index(op.f("ix_review_rules_partnership_id"), "review_rules", ["partnership_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("review_rules", "closed_days", "local_targets", "holds"):
        op.drop_table(table)


def _table(name: str, *columns: sa.Column | sa.Constraint, versioned: bool = True) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        *([sa.Column("version_id", sa.Integer(), nullable=False)] if versioned else []),
        _to(name, "partnership_id", "partnerships"),
        _to(name, "recorded_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
