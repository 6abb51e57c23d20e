"""What a partnership gives its documents: its own template, and its own wording of a letter."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from darddr.models.base import Base
from darddr.models.duty import OfPartnership
from darddr.models.kept_file import KeptFile
from darddr.models.sealing import SealedField
from darddr.models.words import words
from darddr.vocabulary.house import Stage


class HouseTemplate(KeptFile, OfPartnership, Base):
    """A Word file that gives a partnership's documents their styles and letterhead, sealed as it came."""

    __tablename__ = "house_templates"
    imprint = ("content", "stage")

    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.DRAFT)
    name = SealedField[str]("learning_record")


class Wording(OfPartnership, Base):
    """A partnership's own wording of one letter, with fields in double braces. Earlier ones are kept, retired.

    In Wales there may be Welsh beside the English; `language` is a word of `vocabulary.languages.GoesOut`, absent for English.
    """

    __tablename__ = "wordings"
    __table_args__ = (Index("ix_wordings_partnership_id_letter", "partnership_id", "letter"),)

    letter: Mapped[str]
    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.DRAFT)
    subject = SealedField[str]("learning_record")
    text = SealedField[str]("learning_record")
    language = SealedField[str]("learning_record")
    welsh_subject = SealedField[str]("learning_record")
    welsh_text = SealedField[str]("learning_record")
