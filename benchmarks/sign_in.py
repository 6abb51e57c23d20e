"""Ratio 14: signing in, against one argon2id verification; and what its time tells about who has an account.

Run: python benchmarks/sign_in.py. The whole request, commit included, takes at most 1.25 x one verification. A refusal
takes the same for an address without an account, for one whose account is closed, and for a wrong password: each within
0.9 and 1.1 x of a known account's wrong password. After too many tries nothing is verified, for known and unknown
addresses alike: that is told without a limit, and so is a refusal beside a sign-in, which the answer itself tells apart.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable

import sqlalchemy as sa
from argon2 import PasswordHasher
from fresh import told
from places import kinds, settings
from side_by_side import interleaved, ratio, shown

from darddr.app import create_app
from darddr.models.user import User
from darddr.services import accounts
from darddr.services.opening import make_installation
from darddr.storage.database import writing

PASSWORD = "four unconnected words"
ADDRESSES = (f"10.{a}.{b}.{c}" for a, b, c in itertools.product(range(256), repeat=3))


def made(engine: sa.Engine) -> str:
    """An account in use and one that is closed; the hash of the first."""
    with writing(engine) as session:
        user = accounts.make_account(session, None, "known@example.org", "Somebody Known", PASSWORD)
        closed = accounts.make_account(session, None, "closed@example.org", "Somebody Gone", PASSWORD)
        closed.is_active = False
        return str(session.scalar(sa.select(User.password_hash).filter_by(id=user.id)))


def measure(kind: str) -> list[tuple[str, float, float]]:
    """The figures of one database."""
    name = f"14 {kind}"
    with settings(kind) as chosen:
        engine = make_installation(chosen).engine
        kept, hasher = made(engine), PasswordHasher()
        app = create_app(chosen)
        app.config["WTF_CSRF_ENABLED"] = False

        def asked(email: str, password: str, wanted: int, address: str = "") -> Callable[[], None]:
            def work() -> None:
                origin = {"REMOTE_ADDR": address or next(ADDRESSES)}
                form = {"email": email, "password": password}
                answer = app.test_client().post("/sign-in", data=form, environ_overrides=origin)
                assert answer.status_code == wanted, answer.status_code

            return work

        locked = asked("known@example.org", "five other unconnected words", 422, "192.0.2.1")
        for _ in range(accounts.FAILURES_ALLOWED):
            locked()
        times = interleaved(
            {
                "one argon2id verification": lambda: hasher.verify(kept, PASSWORD),
                "signed in": asked("known@example.org", PASSWORD, 302),
                "wrong password": asked("known@example.org", "five other unconnected words", 422),
                "unknown address": asked("nobody@example.org", PASSWORD, 422),
                "closed account": asked("closed@example.org", PASSWORD, 422),
                "too many tries": locked,
            },
            rounds=15,
            repeat=2,
        )
        engine.dispose()
    shown(name, times)
    print(f"{name}: too many tries, x a wrong password: {ratio(times, 'too many tries', 'wrong password'):.2f}")
    figures = [(f"{name}: sign-in", ratio(times, "signed in", "one argon2id verification"), 1.25)]
    print(f"{name}: unknown address, x a sign-in: {ratio(times, 'unknown address', 'signed in'):.2f}")
    for one, other in (("unknown address", "wrong password"), ("closed account", "wrong password")):
        figures.append((f"{name}: {one} beside {other}", ratio(times, one, other), 1.1))
        figures.append((f"{name}: {other} beside {one}", ratio(times, other, one), 1 / 0.9))
    return figures


def main() -> int:
    """Measure both databases."""
    return told([figure for kind in kinds() for figure in measure(kind)])


if __name__ == "__main__":
    sys.exit(main())
