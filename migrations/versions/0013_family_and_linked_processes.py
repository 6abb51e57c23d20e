"""The family's part in a review, and processes linked with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the five tables."""
    for table, columns, to, records, indexed in TABLES:
        is_versioned = table != "family_contact_changes"
        op.create_table(
            table,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("partnership_id", sa.Uuid(), nullable=False),
            sa.Column("review_id", sa.Uuid(), nullable=False),
            *columns,
            *(sa.Column(record, sa.LargeBinary(), nullable=True) for record in records),
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
            *([sa.Column("version_id", sa.Integer(), nullable=False)] if is_versioned else []),
            *(
                sa.ForeignKeyConstraint([key], [f"{other}.id"], name=op.f(f"fk_{table}_{key}_{other}"))
                for key, other in (*EVERY, *to)
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            *(
                [sa.UniqueConstraint("review_id", "number", name=op.f(f"uq_{table}_review_id_number"))]
                if table == "family_contacts"
                else []
            ),
        )
        for column in ("review_id", *indexed):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Drop them."""
    for table, *_ in reversed(TABLES):
        op.drop_table(table)


def _id(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=False)


def _yes(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


EVERY = (("partnership_id", "partnerships"), ("review_id", "reviews"), ("recorded_by_id", "users"))
CONTACT, PERSON = ("contact_id", "family_contacts"), ("person_id", "people")
IDENTITY, NARRATIVE = "identity_record", "narrative_record"
TABLES = (
    (
        "family_contacts",
        (
            sa.Column("number", sa.Integer(), nullable=False),
            _word("kind"),
            _id("person_id"),
            _day("no_contact_since"),
            _day("next_contact_on"),
            _day("advocate_offered_on"),
            _word("advocate_answer"),
        ),
        (PERSON,),
        (IDENTITY, NARRATIVE),
        ("next_contact_on",),
    ),
    ("family_contact_changes", (_id("contact_id", nullable=False),), (CONTACT,), (IDENTITY,), ("contact_id",)),
    (
        "family_entries",
        (
            _id("contact_id"),
            _word("kind"),
            _day("happened_on", nullable=False),
            _id("person_id"),
            _day("answered_on"),
        ),
        (CONTACT, PERSON),
        (NARRATIVE,),
        (),
    ),
    (
        "family_tributes",
        (
            _id("contact_id"),
            _word("kind"),
            _day("given_on", nullable=False),
            _yes("for_report"),
            _yes("for_website"),
            _yes("for_learning"),
            _day("withdrawn_on"),
        ),
        (CONTACT,),
        (NARRATIVE,),
        (),
    ),
    (
        "linked_processes",
        (_word("kind"), _word("status"), _yes("has_joint_terms"), _yes("holds_publication")),
        (),
        (NARRATIVE,),
        (),
    ),
)
