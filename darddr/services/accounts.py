"""Accounts and sign-in: make an account, sign in, follow a session, sign out."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto import ring
from darddr.models.opened import opened
from darddr.models.user import SignInFailure, User, UserSession
from darddr.services.errors import Refusal, Unfit
from darddr.services.passwords import hash_password, needs_rehash, verify_password

FAILURES_ALLOWED = 5
FAILURE_WINDOW = timedelta(minutes=5)
"""Ten guesses in five minutes is the most Cyber Essentials 3.3 allows; half of that, per account and network."""

AHEAD = timedelta(minutes=5)
"""How far a stamp may lie in the future, where a clock was put right by a little. One further ahead was made before the clock
was set back: nobody can say how long ago, so such a session has ended and such a failure counts no more.
"""


class SignInRefused(Refusal):
    """The same words for an unknown address, a wrong password and a closed account."""


def email_digest(email: str) -> bytes:
    """What an address is found by: keyed, so that the column tells nothing."""
    return ring().mac("email", email.strip().casefold().encode())


class LiveSession(NamedTuple):
    """A session in use: whose it is, when it was last seen, and whether its password must be changed first."""

    id: UUID
    user_id: UUID
    seen_at: datetime
    password_is_one_time: bool
    identity_record: bytes | None

    @property
    def name(self) -> str:
        """The name of whoever signed in, opened each time it is asked for."""
        return str(opened(User, "identity_record", self.identity_record, self.user_id).get("name", ""))


_sessions, _users = UserSession.__table__.c, User.__table__.c


@cache
def _called() -> Select[Any]:
    """Made once, as `_live` is: every request asks it, and making it anew costs more than running it."""
    return (
        select(_sessions.id, _sessions.user_id, _sessions.seen_at, _users.password_is_one_time, _users.identity_record)
        .join_from(UserSession.__table__, User.__table__, _users.id == _sessions.user_id)
        .where(_sessions.token_digest == bindparam("digest"))
    )


@cache
def _live() -> Select[Any]:
    """The session of a token, where it is still in use."""
    return _called().where(
        _sessions.ended_at.is_(None),
        _sessions.seen_at > bindparam("idle_since"),
        _sessions.started_at > bindparam("oldest"),
        _sessions.seen_at <= bindparam("newest"),
        _users.is_active,
    )


def make_account(
    session: Session, actor_id: UUID | None, email: str, name: str, password: str | None, *, one_time: bool = False
) -> User:
    """A new account. Raises Unfit where the address has one, or the password does not fit."""
    digest = email_digest(email)
    if session.scalar(select(User.id).filter_by(email_digest=digest)) is not None:
        raise Unfit("This address has an account already.", "email")
    user = User(
        email_digest=digest,
        password_hash=hash_password(password) if password is not None else None,
        password_is_one_time=one_time,
        recorded_by_id=actor_id,
        name=name.strip(),
        email=email.strip(),
    )
    session.add(user)
    session.flush()
    audit.record(session, actor_id, audit.Tag.ACCOUNT_MADE, user=user.id)
    return user


def user_by_email(session: Session, email: str) -> User | None:
    """The active account of an address."""
    return session.scalar(select(User).filter_by(email_digest=email_digest(email), is_active=True))


def sign_in(session: Session, email: str, password: str, network: str) -> str:
    """A new session's token. Raises SignInRefused, after which its caller notes the failure (`note_failure`) apart.

    The throttle counts one account from one network, so that a stranger's guesses do not lock its owner out elsewhere.
    """
    account, origin = email_digest(email), _network_digest(network)
    if _failures(session, account, origin) >= FAILURES_ALLOWED:
        raise SignInRefused("Too many tries. Wait five minutes, then try again.")
    user = session.scalar(select(User).filter_by(email_digest=account, is_active=True))
    if not verify_password(user.password_hash if user else None, password) or user is None:
        raise SignInRefused("The e-mail address or password is not right.")
    if user.password_hash and needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    session.execute(delete(SignInFailure).filter_by(account_digest=account, network_digest=origin))
    return start_session(session, user.id)


def note_failure(session: Session, email: str, network: str) -> None:
    """Count a failed sign-in for the throttle, forget those that count no more, and write it to the log."""
    now, account = clock.now(), email_digest(email)
    session.execute(delete(SignInFailure).where(~_counts(now)))
    session.add(SignInFailure(account_digest=account, network_digest=_network_digest(network), at=now))
    known = session.scalar(select(User.id).filter_by(email_digest=account))
    audit.record(session, known, audit.Tag.SIGN_IN_FAILED)


def _network_digest(address: str) -> bytes:
    """Of an IPv6 address the first half: whoever has one address there has them all."""
    try:
        found = ip_address(address)
    except ValueError:
        return ring().mac("network", address.encode())
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64)
    return ring().mac("network", str(found).encode())


def _failures(session: Session, account: bytes, origin: bytes) -> int:
    counted = select(func.count()).select_from(SignInFailure)
    same = counted.filter_by(account_digest=account, network_digest=origin)
    return session.scalar(same.where(_counts(clock.now()))) or 0


def _counts(now: datetime) -> ColumnElement[bool]:
    return and_(SignInFailure.at > now - FAILURE_WINDOW, SignInFailure.at <= now + AHEAD)


def start_session(session: Session, user_id: UUID) -> str:
    """A new session of an account whose owner has proved who they are; its token is kept only by them."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.add(UserSession(token_digest=token_digest(token), user_id=user_id, started_at=now, seen_at=now))
    audit.record(session, user_id, audit.Tag.SIGNED_IN)
    return token


def token_digest(token: str) -> bytes:
    """What is kept of a session's token."""
    return ring().mac("session", token.encode())


def session_of(session: Session, token: str) -> LiveSession:
    """The session a token has just opened."""
    session.flush()
    return LiveSession._make(session.connection().execute(_called(), {"digest": token_digest(token)}).one())


def live_session(session: Session, token: str, idle: timedelta, absolute: timedelta) -> LiveSession | None:
    """The live session of a token; None once ended, idle, too old, of a closed account, or stamped before the clock was set back."""
    now = clock.now()
    asked = {"digest": token_digest(token), "idle_since": now - idle, "oldest": now - absolute, "newest": now + AHEAD}
    row = session.connection().execute(_live(), asked).first()
    return LiveSession._make(row) if row else None


def see_session(session: Session, session_id: UUID) -> None:
    """Note that a session is in use."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=clock.now()))


def sign_out(session: Session, actor_id: UUID, token: str) -> None:
    """End a session; its token opens nothing from now on, wherever it was copied to."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_digest == token_digest(token), UserSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    audit.record(session, actor_id, audit.Tag.SIGNED_OUT)


def end_sessions(session: Session, user_id: UUID) -> None:
    """End every session of an account."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def change_password(session: Session, user: User, present: str, new: str) -> None:
    """A new password for somebody who knows the present one; every session ends. Raises Unfit."""
    if not verify_password(user.password_hash, present):
        raise Unfit("The present password is not right.", "present")
    if present == new:
        raise Unfit("Choose another password than the present one.", "password")
    user.password_hash = hash_password(new)
    user.password_is_one_time = False
    end_sessions(session, user.id)
    audit.record(session, user.id, audit.Tag.PASSWORD_CHANGED, user=user.id)
