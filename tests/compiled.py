"""Templates compiled once for all the tests of a run: compiling them again for each test's application was most of what pages cost."""

from __future__ import annotations

import os

import pytest
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Kept in memory for one worker, and in a folder for the others. A changed source has another checksum and is compiled anew."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._known: dict[tuple[str, str], Bucket] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """From memory, or from what another worker has left."""
        known = self._known.get((bucket.key, bucket.checksum))
        if known is None:
            super().load_bytecode(bucket)
            self._keep(bucket)
        else:
            bucket.code = known.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """For this worker and the others."""
        super().dump_bytecode(bucket)
        self._keep(bucket)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket


def compiled_for(factory: pytest.TempPathFactory) -> Compiled:
    """The templates of this run; its workers share one folder."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "templates"
    folder.mkdir(exist_ok=True)
    return Compiled(str(folder))
