"""What an update form prints and its return is read by: one list for both directions."""

from __future__ import annotations

from enum import StrEnum

FORM_MARK, ROW_MARK = "ddform_", "ddrow_"
"""How the ids of a form and of its rows begin, in bookmarks and hidden cells."""

STATUSES = ("Not started", "In progress", "Complete", "Cannot be done")
CHOOSE = "Choose"
"""What stands where no status has been chosen."""


class Heading(StrEnum):
    """The headings and labels of a form."""

    REF = "Ref"
    ACTION = "Action"
    TARGET = "Target date"
    STATUS = "Present status"
    PROGRESS = "Progress since last time"
    STATUS_NOW = "Status now"
    DATE_AND_WHY = "New date asked for, and why"
    NEW_DATE = "New date asked for"
    WHY = "Why a new date"
    EVIDENCE = "Evidence"
    NAME = "Your name and post"
    DATE = "Date of this update"
