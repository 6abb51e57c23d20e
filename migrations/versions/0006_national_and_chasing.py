"""National answers, links to earlier recommendations, who was chased when, and what runs later."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _recorded(table: str) -> tuple[sa.Column, ...]:
    return (
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        _to(table, "recorded_by_id", "users"),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        _to(table, "partnership_id", "partnerships"),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        _to(table, "review_id", "reviews"),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    """Make the tables, and the column that lists of actions show."""
    op.create_table(
        "national_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_recorded("national_answers"),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_kind", sa.String(length=40), nullable=True),
        sa.Column("csp_told_on", sa.Date(), nullable=True),
        sa.Column("family_told_on", sa.Date(), nullable=True),
        sa.Column("learning_record", sa.LargeBinary(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        _to("national_answers", "plan_id", "plans"),
        _to("national_answers", "recommendation_id", "recommendations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_answers")),
        sa.UniqueConstraint("recommendation_id", name=op.f("uq_national_answers_recommendation_id")),
    )
    op.create_table(
        "recommendation_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_recorded("recommendation_links"),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("earlier_id", sa.Uuid(), nullable=False),
        _to("recommendation_links", "recommendation_id", "recommendations"),
        _to("recommendation_links", "earlier_id", "recommendations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_links")),
        sa.UniqueConstraint(
            "recommendation_id", "earlier_id", name=op.f("uq_recommendation_links_recommendation_id_earlier_id")
        ),
    )
    op.create_table(
        "chases",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_recorded("chases"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("recommendation_id", sa.Uuid(), nullable=True),
        sa.Column("chased_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("learning_record", sa.LargeBinary(), nullable=True),
        _to("chases", "action_id", "actions"),
        _to("chases", "agency_id", "agencies"),
        _to("chases", "recommendation_id", "recommendations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chases")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_jobs_kind_key")),
    )
    op.create_index("ix_jobs_due", "jobs", ["done_at", "run_after"])
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column("actions", sa.Column("last_chased_on", sa.Date(), nullable=True))


INDEXED = (
    ("national_answers", "partnership_id"),
    ("recommendation_links", "partnership_id"),
    ("recommendation_links", "earlier_id"),
    ("chases", "partnership_id"),
    ("chases", "action_id"),
    ("chases", "agency_id"),
    ("chases", "recommendation_id"),
)


def downgrade() -> None:
    """Forget them."""
    op.drop_column("actions", "last_chased_on")
    for table in ("jobs", "chases", "recommendation_links", "national_answers"):
        op.drop_table(table)
