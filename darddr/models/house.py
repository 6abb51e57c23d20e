"""What a partnership gives its documents: its own template, and its own wording of a letter."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto import ring
from darddr.crypto.scopes import SealClass
from darddr.models.base import Base
from darddr.models.duty import OfPartnership
from darddr.models.sealing import SealedField
from darddr.models.words import words
from darddr.vocabulary.house import Stage


class HouseTemplate(OfPartnership, Base):
    """A Word file that gives a partnership's documents their styles and letterhead, sealed as it came."""

    __tablename__ = "house_templates"
    imprint = ("content", "stage")

    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.DRAFT)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    name = SealedField[str]("learning_record")

    def keep(self, data: bytes) -> None:
        """Seal the file's bytes into the row."""
        self.size = len(data)
        self.content = ring().seal(data, self.scope(), SealClass.FILE, self.__tablename__, self.id)

    def data(self) -> bytes:
        """The file's bytes, opened."""
        return ring().open(self.content, self.scope(), SealClass.FILE, self.__tablename__, self.id)


class Wording(OfPartnership, Base):
    """A partnership's own wording of one letter, with fields in double braces. Earlier ones are kept, retired."""

    __tablename__ = "wordings"
    __table_args__ = (Index("ix_wordings_partnership_id_letter", "partnership_id", "letter"),)

    letter: Mapped[str]
    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.DRAFT)
    subject = SealedField[str]("learning_record")
    text = SealedField[str]("learning_record")
