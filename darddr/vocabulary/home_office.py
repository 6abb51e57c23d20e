"""Words of a round with the Home Office: what its letter decides, what its points are about, what a person judges beforehand."""

from darddr.vocabulary.word import Word


class LetterOutcome(Word):
    """What a letter of the quality assurance panel decides. The three come from published letters and the guidance (*inferred*)."""

    PUBLISH = ("publish", "May be published")
    AMEND = ("amend", "May be published after amendments")
    RESUBMIT = ("resubmit", "To be sent again")


class PointCategory(Word):
    """What a point of a letter is about, as published letters group what they ask."""

    EQUALITY = ("equality", "Equality and diversity")
    FAMILY_VOICE = ("family_voice", "Family’s voice")
    ANONYMITY = ("anonymity", "Anonymity")
    ACTION_PLAN = ("action_plan", "Action plan and recommendations")
    ANALYSIS = ("analysis", "Analysis")
    SPECIALIST = ("specialist", "Specialist involvement")
    COERCIVE_CONTROL = ("coercive_control", "Coercive control")
    OTHER = ("other", "Something else")


class PointAnswer(Word):
    """Whether the review changes what a point asks to be changed."""

    ACCEPTED = ("accepted", "Accepted")
    NOT_ACCEPTED = ("not_accepted", "Not accepted")


class Judged(Word):
    """What nobody can read from the record before a report is sent: the chair and the coordinator judge it."""

    PERSON = ("person", "Is the person who died seen as a person, in the words of those who knew them?")
    ABUSE = (
        "abuse",
        "Is every kind of abuse named and explained, coercive control and economic abuse among them?",
    )
    CHARACTERISTICS = (
        "characteristics",
        "Are the nine protected characteristics considered for everybody concerned, and their bearing analysed?",
    )
    WHY = ("why", "Is it asked why things happened, and not only told that they did?")
    BIAS = (
        "bias",
        "Are bias and assumptions examined, and are the effects of the time, such as a lockdown, considered?",
    )
    RECOMMENDATIONS = (
        "recommendations",
        "Does every recommendation follow from a finding, and does it say who does what by when?",
    )
    ORDER = ("order", "Does the report follow the order of the guidance, with all recommendations in one place?")
    NAMES = (
        "names",
        "Does the file name nobody who may not be named? Attach the result of the search for names.",
    )
    TRIBUTE = ("tribute", "Does the condolence, or a tribute the family chose, stand at the front?")
