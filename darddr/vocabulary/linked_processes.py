"""Words of the other processes that look at the same death."""

from darddr.vocabulary.word import Word


class ProcessKind(Word):
    """A process beside a review. The list follows what reviews in England and Wales meet in practice; it is no list of a law."""

    TRIAL = ("trial", "Criminal trial")
    INQUEST = ("inquest", "Inquest")
    SAR = ("sar", "Safeguarding adults review")
    CSPR = ("cspr", "Child safeguarding practice review")
    MHHR = ("mhhr", "Mental health homicide review")
    OWHR = ("owhr", "Offensive weapons homicide review")
    MAPPA_SCR = ("mappa_scr", "MAPPA serious case review")
    PSII = ("psii", "Patient safety incident investigation")
    IOPC = ("iopc", "Investigation of the Independent Office for Police Conduct")
    SUSR = ("susr", "Single unified safeguarding review")
    OTHER = ("other", "Another process")


IN_WALES_ALONE = frozenset({ProcessKind.SUSR})
"""Kinds that are offered only where the partnership is in Wales."""


class ProcessStatus(Word):
    """Where a linked process stands."""

    EXPECTED = ("expected", "Expected")
    UNDER_WAY = ("under_way", "Under way")
    CONCLUDED = ("concluded", "Concluded")
    NOT_HAPPENING = ("not_happening", "Not happening")


PENDING = (ProcessStatus.EXPECTED, ProcessStatus.UNDER_WAY)
"""What somebody may still wait for."""
