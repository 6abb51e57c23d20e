"""A real serving process, as `darddr serve` runs one: forked from a process that has imported everything, because starting takes time."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from darddr.app import create_app
from darddr.cli.serving import serve
from darddr.settings import Settings
from tests.kills.world import HOST, World, free_port

STARTS_WITHIN = 60


@dataclass(frozen=True)
class Server:
    """A process and the port it serves."""

    pid: int
    port: int

    def kill(self) -> None:
        """As the power cut does: kill -9."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def start(world: World) -> Server:
    """A server that answers. Call it while no other thread runs. Raises RuntimeError where it does not start."""
    port = free_port()
    sys.stdout.flush()
    if not (pid := os.fork()):
        _serve(world.settings, world.log, port)
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and not os.waitpid(pid, os.WNOHANG)[0]:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return Server(pid, port)
        time.sleep(0.01)
    raise RuntimeError(f"the server did not start:\n{world.log.read_text()[-2000:]}")


@contextmanager
def serving(world: World) -> Iterator[Server]:
    """A server for as long as it is needed."""
    server = start(world)
    try:
        yield server
    finally:
        server.kill()


def _serve(settings: Settings, log: Path, port: int) -> None:
    try:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        app = create_app(settings)
        compiled = log.parent / "compiled"
        compiled.mkdir(exist_ok=True)
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        serve(app, HOST, port)
    except BaseException:  # noqa: BLE001 - the log is read by whoever waits for the server
        traceback.print_exc()
    finally:
        os._exit(1)
