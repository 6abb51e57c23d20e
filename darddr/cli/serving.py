"""Serving an application on a port, with nothing of a request or an answer spilled to disk."""

from __future__ import annotations

import threading

from flask import Flask
from waitress import serve as serve_wsgi

from darddr.jobs.builds import keep_building
from darddr.services.errors import Refusal

IN_MEMORY = 512 * 1024 * 1024
"""Waitress keeps bodies beyond its own threshold in temporary files, in the clear; this is far above what is let in or built."""


def serve(app: Flask, host: str, port: int) -> None:
    """Serve until stopped, and build beside it what takes long. Raises Refusal where the port cannot be used."""
    stop = threading.Event()
    builder = threading.Thread(target=keep_building, args=(app.extensions["darddr.engine"], stop), daemon=True)
    builder.start()
    try:
        serve_wsgi(
            app, host=host, port=port, threads=4, ident="darddr", inbuf_overflow=IN_MEMORY, outbuf_overflow=IN_MEMORY
        )
    except OSError as error:
        raise Refusal(
            f"Port {port} on {host} cannot be used: {error.strerror or error}. Choose another with --port."
        ) from None
    finally:
        stop.set()
        builder.join()
