"""What a partnership answers for beside its reviews: duties, priorities, seats, scrutiny, meetings, packs.

Revision ID: 0007
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, columns, unique in TABLES:
        op.create_table(
            name,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("partnership_id", sa.Uuid(), nullable=False),
            *columns,
            *(() if name == "ratifications" else _words()),
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            *(_references(name, key, target) for key, target in _keys(name)),
            *(sa.UniqueConstraint(*each, name=op.f(f"uq_{name}_{'_'.join(each)}")) for each in unique),
        )
        if name != "ratifications":
            op.create_index(op.f(f"ix_{name}_partnership_id"), name, ["partnership_id"])
    op.add_column("actions", sa.Column("priority_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("actions") as batch:
        batch.create_foreign_key(op.f("fk_actions_priority_id_priorities"), "priorities", ["priority_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("actions") as batch:
        batch.drop_constraint(op.f("fk_actions_priority_id_priorities"), type_="foreignkey")
        batch.drop_column("priority_id")
    for name, _columns, _unique in reversed(TABLES):
        op.drop_table(name)


def _words() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("learning_record", sa.LargeBinary(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
    )


def _keys(name: str) -> list[tuple[str, str]]:
    own = [("partnership_id", "partnerships"), ("recorded_by_id", "users")]
    if name != "ratifications":
        return own
    return [*own, ("review_id", "reviews"), ("move_id", "review_moves"), ("meeting_id", "meetings")]


def _references(name: str, key: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([key], [f"{target}.id"], name=op.f(f"fk_{name}_{key}_{target}"))


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=False)


def _day(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=False)


TABLES = (
    ("duties", (_word("kind"), _day("last_done_on"), _day("next_due_on")), (("partnership_id", "kind"),)),
    ("priorities", (sa.Column("position", sa.Integer(), nullable=False), _day("starts_on"), _day("ends_on")), ()),
    ("seats", (_word("kind"), _day("started_on", False), _day("ended_on")), ()),
    ("scrutiny_points", (_day("received_on", False), _day("due_on"), _day("answered_on"), _word("state")), ()),
    ("board_reviews", (_word("kind"), _word("state")), ()),
    ("meetings", (_day("held_on", False), _day("next_on")), (("partnership_id", "held_on"),)),
    ("ratifications", (_id("review_id"), _id("move_id"), _id("meeting_id")), (("move_id",),)),
    (
        "packs",
        (
            _day("as_at", False),
            sa.Column("size", sa.Integer(), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
        ),
        (),
    ),
    ("disclosures", (sa.Column("allowed", sa.Boolean(), nullable=False), _day("decided_on", False)), ()),
)
