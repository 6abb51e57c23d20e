"""Rounds with the Home Office and the points of its letters, the register of published editions, closing minutes, legal holds, retention."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the six tables and the partnership's setting."""
    for table, columns, people, references, unique in TABLES:
        op.create_table(
            table,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("partnership_id", sa.Uuid(), nullable=False),
            sa.Column("review_id", sa.Uuid(), nullable=False),
            *columns,
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
            _to(table, "partnership_id", "partnerships"),
            _to(table, "review_id", "reviews"),
            *(_to(table, column, other) for column, other in references),
            *(_to(table, each, "users") for each in ("recorded_by_id", *people)),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            *([sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}"))] if unique else []),
        )
    op.create_index("ix_letter_points_owner_id_done_on", "letter_points", ["owner_id", "done_on"])
    op.create_index(op.f("ix_letter_points_review_id"), "letter_points", ["review_id"])
    op.create_index(op.f("ix_releases_partnership_id"), "releases", ["partnership_id"])
    op.create_index(op.f("ix_legal_holds_review_id"), "legal_holds", ["review_id"])
    op.add_column("partnerships", sa.Column("retention_years", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("partnerships") as batch:
        batch.drop_column("retention_years")
    for table, *_ in reversed(TABLES):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _day(name: str, *, known: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=not known)


def _word(name: str, *, known: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=not known)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _id(name: str, *, known: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=not known)


def _sealed(name: str) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


TABLES = (
    (
        "home_office_rounds",
        (
            _count("number"),
            _day("sent_on", known=True),
            _id("document_id"),
            _day("panel_on"),
            _day("letter_on"),
            _day("received_on"),
            _word("outcome", known=False),
            _id("logged_by_id"),
            _sealed("narrative_record"),
            _count("version_id"),
        ),
        ("logged_by_id",),
        (("document_id", "documents"),),
        ("review_id", "number"),
    ),
    (
        "letter_points",
        (
            _id("round_id", known=True),
            _count("position"),
            _word("category"),
            _word("answer", known=False),
            _id("owner_id"),
            _day("done_on"),
            _sealed("narrative_record"),
            _count("version_id"),
        ),
        ("owner_id",),
        (("round_id", "home_office_rounds"),),
        ("round_id", "position"),
    ),
    (
        "submission_checks",
        (_count("round_number"), _word("judged")),
        (),
        (),
        ("review_id", "round_number", "judged"),
    ),
    (
        "releases",
        (
            _count("edition"),
            _word("kind"),
            _id("document_id"),
            _day("published_on", known=True),
            _day("on_web_until"),
            _day("taken_down_on"),
            _id("taken_down_by_id"),
            _sealed("learning_record"),
            _sealed("narrative_record"),
            _count("version_id"),
        ),
        ("taken_down_by_id",),
        (("document_id", "documents"),),
        ("review_id", "edition"),
    ),
    ("closure_minutes", (_sealed("narrative_record"), _count("version_id")), (), (), ("review_id",)),
    (
        "legal_holds",
        (_day("began_on", known=True), _day("ended_on"), _id("ended_by_id"), _sealed("narrative_record")),
        ("ended_by_id",),
        (),
        (),
    ),
)
