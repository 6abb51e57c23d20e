"""What a database knows of itself: whose keys it was sealed with, and whether its people are invented."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base, Moment


class Installation(Base):
    """The one row that ties a database to its keys.

    `canary` opens only under the right root key; `key_store_mark` comes out the same only with the right key store.
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("number = 1", name="only_one"),)

    number: Mapped[int] = mapped_column(unique=True, default=1)
    root_fingerprint: Mapped[str]
    root_made_at: Mapped[datetime] = mapped_column(Moment)
    canary: Mapped[bytes]
    key_store_mark: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(Moment)
    is_demo: Mapped[bool] = mapped_column(default=False)
