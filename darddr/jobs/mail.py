"""Mail: references and a link, never text or names. Into a folder, or to the server that the settings name."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from darddr import clock
from darddr.settings import Settings

SECONDS = 30


class Sender(Protocol):
    """Something that takes a mail away."""

    def send(self, message: EmailMessage) -> None:
        """Take it. Raises OSError or smtplib.SMTPException where it was not taken."""


class Outbox:
    """A folder of .eml files, for an installation without a mail server, and for looking at what would be sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write it, readable by this account alone. The same mail again replaces itself."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        handle = os.open(self.folder / f"{name}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(message.as_bytes())


class Smtp:
    """A mail server; TLS is asked for unless the settings say that the server has none."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def send(self, message: EmailMessage) -> None:
        """Hand it to the server."""
        told = self.settings
        with smtplib.SMTP(told.mail_host, told.mail_port, timeout=SECONDS) as server:
            if told.mail_tls:
                server.starttls(context=ssl.create_default_context())
            if told.mail_user and told.mail_password is not None:
                server.login(told.mail_user, told.mail_password.get_secret_value())
            server.send_message(message)


def sender(settings: Settings) -> Sender:
    """The server of the settings, or the instance's outbox where they name none."""
    return Smtp(settings) if settings.mail_host else Outbox(settings.instance / "outbox")


def mail(settings: Settings, to: str, subject: str, text: str, name: str) -> EmailMessage:
    """A mail. `name` makes its Message-ID, so that one sent twice is known as the same."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{name}@{settings.mail_from.partition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
