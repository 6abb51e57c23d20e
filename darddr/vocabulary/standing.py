"""How an action stands, in words: what its agency answered, how its owner sees it, its colour, and what became of its impact."""

from darddr.vocabulary.word import Word


class Acceptance(Word):
    """What the lead agency answered."""

    ACCEPTED = ("accepted", "Accepted")
    PART = ("part", "Accepted in part")
    REJECTED = ("rejected", "Rejected")


class Brag(Word):
    """Blue, red, amber, green, and grey: a convention of partnerships, nowhere in statute. Always derived, never set by hand."""

    BLUE = ("blue", "Blue")
    RED = ("red", "Red")
    AMBER = ("amber", "Amber")
    GREEN = ("green", "Green")
    GREY = ("grey", "Grey")


class Impact(Word):
    """What an action was found to have changed, some months after it was signed off."""

    ACHIEVED = ("achieved", "Achieved")
    PARTLY = ("partly", "Partly achieved")
    NOT = ("not", "Not achieved")
    CANNOT_SAY = ("cannot_say", "Cannot be said yet")


LOOK_BACK_MONTHS = (6, 12)
"""After how many months from sign-off an action's impact may be looked at again."""
