"""The pack of reports made for a meeting, and whether the public one may tell of sex and manner of death."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from darddr.models.base import Base
from darddr.models.duty import OfPartnership
from darddr.models.kept_file import KeptFile
from darddr.models.sealing import SealedField


class Pack(KeptFile, OfPartnership, Base):
    """The reports as they were made, in one file, sealed; and to which bodies they were reported.

    `reported_to` lists body and day (YYYY-MM-DD).
    """

    __tablename__ = "packs"
    imprint = ("as_at", "content")

    as_at: Mapped[date]
    reported_to = SealedField[list[dict[str, str]]]("learning_record")


class Disclosure(OfPartnership, Base):
    """A decision of the executive's chair on sex and manner of death in public figures; the latest holds."""

    __tablename__ = "disclosures"
    imprint = ("allowed", "decided_on", "recorded_by_id")

    allowed: Mapped[bool]
    decided_on: Mapped[date]
    reason = SealedField[str]("learning_record")
