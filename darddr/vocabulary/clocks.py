"""Words of holds, closed days, and of what decides under which guidance a new review is held."""

from darddr.vocabulary.word import Word


class HoldRequester(Word):
    """Who asked that work on a review stops."""

    CPS = ("cps", "Crown Prosecution Service")
    SIO = ("sio", "Senior investigating officer")
    CORONER = ("coroner", "Coroner")
    CHAIR = ("chair", "Chair of the review")
    OTHER = ("other", "Somebody else")


class ClosedDayKind(Word):
    """Why nobody works on a day."""

    LOCAL = ("local", "The partnership’s offices are closed")
    PROCLAIMED = ("proclaimed", "Bank holiday proclaimed since")


class RuleTrigger(Word):
    """Which day of a case is held against the day from which a rule applies."""

    DEATH = ("death", "The death")
    NOTIFICATION = ("notification", "The first notice")
    DECISION = ("decision", "The decision on a review")
