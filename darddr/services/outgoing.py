"""Drafts of e-mail that somebody sends from their own mail program: a form attached, a reference, and nobody's identity."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy.orm import Session

from darddr import clock
from darddr.documents.package import day
from darddr.models.partnership import Agency, Partnership
from darddr.models.update_form import UpdateForm
from darddr.services.update_forms import file_name, file_of, reference_of

TYPES = {
    "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def draft_of(session: Session, form: UpdateForm, kind: str) -> bytes:
    """An unsent message (.eml) with the form attached; `To` is empty where the agency's record has no address."""
    agency, partnership = (
        session.get_one(Agency, form.agency_id),
        session.get_one(Partnership, form.partnership_id),
    )
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook opens such a file as a message to be sent
    message["Subject"] = f"OFFICIAL-SENSITIVE: update form {reference_of(form)}, please return by {day(form.due_on)}"
    message["To"] = agency.contact_email or ""
    message.set_content(_body(agency, partnership, form))
    data, name = file_of(session, form, kind), file_name(form, kind)
    message.add_attachment(data, maintype="application", subtype=TYPES[kind], filename=name)
    return message.as_bytes()


def _body(agency: Agency, partnership: Partnership, form: UpdateForm) -> str:
    return (
        f"To {agency.name}\n\n"
        f"The attached form {reference_of(form)} asks how the actions your agency leads are going. Please fill in the last "
        f"columns and send the same file back by {day(form.due_on)}.\n\n"
        "Please write roles, never the names of people of a case, and use secure e-mail.\n\n"
        f"{partnership.name}\n"
    )


def drafts_zip(session: Session, forms: Sequence[UpdateForm], kind: str) -> bytes:
    """One draft for each form, in a zip file."""
    return _zipped([(f"{_called(session, form)}.eml", draft_of(session, form, kind)) for form in forms])


def forms_zip(session: Session, forms: Sequence[UpdateForm], kind: str) -> bytes:
    """The forms alone, in a zip file."""
    return _zipped([(f"{_called(session, form)}.{kind}", file_of(session, form, kind)) for form in forms])


def _called(session: Session, form: UpdateForm) -> str:
    """Reference and agency, fit for any file system."""
    agency = session.get_one(Agency, form.agency_id).name
    return f"{reference_of(form)} {re.sub(r'[^A-Za-z0-9]+', ' ', agency).strip()[:60]}".strip()


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    data = io.BytesIO()
    now = clock.now()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in files:
            entry = zipfile.ZipInfo(name, datetime(now.year, now.month, now.day).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return data.getvalue()
