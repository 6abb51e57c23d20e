"""A mail server of a few commands, for one test: it keeps what it is sent, or refuses everything."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


@dataclass
class Taken:
    """Where it listens, what it took, and whether it refuses."""

    port: int = 0
    refuses: bool = False
    raw: list[bytes] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails, read."""
        return [cast(EmailMessage, message_from_bytes(one, policy=policy.default)) for one in self.raw]


@contextmanager
def mail_server() -> Iterator[Taken]:
    """A server on a free port of this machine, stopped at the end."""
    taken = Taken()

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 test")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if word == b"QUIT":
                    return self.say("221 bye")
                if word == b"DATA" and not taken.refuses:
                    self.say("354 go on")
                    taken.raw.append(self.body())
                refused = taken.refuses and word in (b"MAIL", b"DATA")
                self.say("451 not now" if refused else "250 ok")
            return None

        def body(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Session) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield taken
        server.shutdown()
        thread.join()
