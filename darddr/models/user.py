"""Somebody with an account, what they belong to, what they are kept out of, and their signed-in sessions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto.scopes import Scope, SealClass
from darddr.models.base import Base, Moment, Recorded, Versioned
from darddr.models.sealing import SealedField, Sealing, sealed_record


class User(Sealing, Recorded, Versioned, Base):
    """A person with an account, known to the whole installation. The e-mail address is found by its keyed digest.

    A one-time password opens nothing but the page on which it is changed.
    """

    __tablename__ = "users"
    imprint = ("email_digest", "password_hash", "password_is_one_time", "is_active")

    email_digest: Mapped[bytes] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    password_is_one_time: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    identity_record: Mapped[bytes | None] = sealed_record(SealClass.IDENTITY)
    name = SealedField[str]("identity_record")
    email = SealedField[str]("identity_record")

    def scope(self) -> Scope:
        """Accounts belong to the installation."""
        return Scope.installation()


class Membership(Recorded, Base):
    """A role in a partnership (no review) or on one review, for an agency, between two dates."""

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_review_role", "review_id", "role"),)
    imprint = ("user_id", "partnership_id", "review_id", "agency_id", "role", "started_on", "ended_on")

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("reviews.id"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    role: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    def is_current(self, day: date) -> bool:
        """Whether the membership counts on a day; its last day is the day before `ended_on`."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


class Exclusion(Sealing, Recorded, Base):
    """A declared conflict: whatever else somebody is, this review does not exist for them."""

    __tablename__ = "exclusions"
    __table_args__ = (UniqueConstraint("user_id", "review_id"),)
    imprint = ("user_id", "review_id", "declared_on")

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), index=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    declared_on: Mapped[date]
    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    reason = SealedField[str]("narrative_record")


class UserSession(Base):
    """A signed-in session. Only a digest of its token is kept; ending the row ends the session everywhere."""

    __tablename__ = "user_sessions"

    token_digest: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInFailure(Base):
    """A failed sign-in, by keyed digests of the account and of the network it came from."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index("ix_sign_in_failures_account_network_at", "account_digest", "network_digest", "at"),)

    account_digest: Mapped[bytes]
    network_digest: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(Moment)
