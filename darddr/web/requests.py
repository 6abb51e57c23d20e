"""Requests whose uploads stay in memory:

the ordinary class spools a file of more than 500 kB to a temporary file in the clear.
"""

from __future__ import annotations

from io import BytesIO

import flask


class Request(flask.Request):
    """A request that never writes an upload to disk.

    Its size is bounded by MAX_CONTENT_LENGTH, which is checked first.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> BytesIO:
        return BytesIO()
