"""A file's bytes, sealed into the row that keeps it."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from darddr.crypto import ring
from darddr.crypto.scopes import SealClass
from darddr.models.sealing import Sealing


class KeptFile(Sealing):
    """Mixin, named before Base, for a model that keeps one file in `content`; `size` is of the file as it was."""

    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    def keep(self, data: bytes) -> None:
        """Seal the file's bytes into the row."""
        self.size = len(data)
        self.content = ring().seal(data, self.scope(), SealClass.FILE, self.__tablename__, self.id)

    def data(self) -> bytes:
        """The file's bytes, opened."""
        return ring().open(self.content, self.scope(), SealClass.FILE, self.__tablename__, self.id)
