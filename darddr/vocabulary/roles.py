"""Who somebody is: in a partnership, on a review, or to one piece of work."""

from darddr.vocabulary.word import Word


class PartnershipRole(Word):
    """What a membership of a partnership makes somebody."""

    COORDINATOR = ("coordinator", "Review coordinator")
    EXECUTIVE = ("executive", "Executive member")
    EXECUTIVE_CHAIR = ("executive_chair", "Executive chair or deputy")
    ADMINISTRATOR = ("administrator", "Administrator")
    AUDITOR = ("auditor", "Auditor or data protection officer")


class ReviewRole(Word):
    """What a membership of one review makes somebody."""

    CHAIR = ("chair", "Independent chair")
    AUTHOR = ("author", "Report author")
    PANEL = ("panel", "Panel member")
    IMR_AUTHOR = ("imr_author", "Author of an agency's individual management review")
    AGENCY_APPROVER = ("agency_approver", "Agency approver")
