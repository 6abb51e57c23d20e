"""Values the record may hold. "Unknown" is a value of its own and never means "no"."""

from darddr.vocabulary.word import Word


class Answer(Word):
    """Yes, no, or not known; the Home Office library's tags cannot tell the last two apart, we can."""

    YES = ("yes", "Yes")
    NO = ("no", "No")
    UNKNOWN = ("unknown", "Not known")


class LegalBasis(Word):
    """The law a review is held under."""

    S9_DHR = ("s9_dhr", "Section 9, Domestic Violence, Crime and Victims Act 2004")
    S8A_DARDR = ("s8a_dardr", "Section 8A, Domestic Violence, Crime and Victims Act 2004 (not yet in force)")


class DisplayName(Word):
    """What a review is called on pages and in documents."""

    DHR = ("dhr", "Domestic Homicide Review")
    DARDR = ("dardr", "Domestic Abuse-Related Death Review")


class PersonRole(Word):
    """What a person is to a review."""

    VICTIM = ("victim", "Person who died")
    ALLEGED_PERPETRATOR = ("alleged_perpetrator", "Alleged perpetrator")
    PERPETRATOR = ("perpetrator", "Perpetrator (convicted)")
    CHILD = ("child", "Child")
    FAMILY = ("family", "Family member")
    FRIEND = ("friend", "Friend, colleague or neighbour")
    PROFESSIONAL = ("professional", "Professional")


class Life(Word):
    """Whether a person lives: data protection law covers the living only (UK GDPR, recital 27)."""

    LIVING = ("living", "Living")
    DEAD = ("dead", "Dead")
    UNKNOWN = ("unknown", "Not known")


class Manner(Word):
    """How a death came about, as far as anybody may yet say."""

    HOMICIDE = ("homicide", "Homicide")
    SUICIDE = ("suicide", "Suicide")
    NEGLECT = ("neglect", "Neglect or negligence")
    UNDETERMINED = ("undetermined", "Cause not yet decided")
    UNKNOWN = ("unknown", "Not known")


class Sex(Word):
    """As the Home Office library records it."""

    FEMALE = ("female", "Female")
    MALE = ("male", "Male")
    UNKNOWN = ("unknown", "Unclear, unknown or not stated")


class NotificationSource(Word):
    """Who told the partnership of the death."""

    POLICE = ("police", "Police")
    HEALTH = ("health", "Health body")
    COUNCIL = ("council", "Council")
    PROBATION = ("probation", "Probation")
    CORONER = ("coroner", "Coroner")
    FAMILY = ("family", "Family or friend")
    CHARITY = ("charity", "Charity or specialist service")
    SECRETARY_OF_STATE = ("secretary_of_state", "Secretary of State")
    OTHER = ("other", "Somebody else")


class FindingKind(Word):
    """What a finding teaches."""

    LEARNING = ("learning", "Learning")
    GOOD_PRACTICE = ("good_practice", "Good practice")


class RecommendationScope(Word):
    """Tier of a recommendation, as in the statutory action plan template."""

    LOCAL = ("local", "Local")
    REGIONAL = ("regional", "Regional")
    NATIONAL = ("national", "National")


class GroupKind(Word):
    """What kind of body answers for an action inside a partnership."""

    BOARD = ("board", "Board")
    THEMATIC = ("thematic", "Thematic group")


class MembershipState(Word):
    """Where a membership stands; an exclusion beats every role."""

    ACTIVE = ("active", "Active")
    ENDED = ("ended", "Ended")
    EXCLUDED = ("excluded", "Excluded by a declared conflict")


class PublicationKind(Word):
    """What is released at the end of a review."""

    FULL = ("full", "Published in full")
    REDACTED = ("redacted", "Published with parts removed")
    SUMMARY = ("summary", "Executive summary only")
    WITHHELD = ("withheld", "Not published")


class DatePrecision(Word):
    """How exactly a date was given."""

    DAY = ("day", "Day")
    MONTH = ("month", "Month")
    QUARTER = ("quarter", "Quarter")
    YEAR = ("year", "Year")
    NONE = ("none", "No date")
