"""Why a file cannot be read, in one sentence for the person who chose it."""


class PlanUnreadable(Exception):
    """The file gives no plan at all; the message names the file and what to do."""


class WrongType(PlanUnreadable):
    """The file is of a kind this reader does not open."""


class Encrypted(PlanUnreadable):
    """The file asks for a password."""


class Damaged(PlanUnreadable):
    """The file is of a known kind but cannot be opened."""


class TooLarge(PlanUnreadable):
    """The file unpacks to more than any real plan holds."""


class NoTable(PlanUnreadable):
    """The file opens but holds no words, or no table."""
