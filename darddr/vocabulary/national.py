"""National recommendations: whom they go to, what comes back, and how somebody is chased."""

from darddr.vocabulary.word import Word


class Department(Word):
    """A national body a recommendation may be for; the list is ours, from the addressees of published reviews."""

    HOME_OFFICE = ("home_office", "Home Office")
    JUSTICE = ("justice", "Ministry of Justice")
    HMPPS = ("hmpps", "HM Prison and Probation Service")
    PROSECUTION = ("prosecution", "Crown Prosecution Service")
    HEALTH = ("health", "Department of Health and Social Care")
    NHS_ENGLAND = ("nhs_england", "NHS England")
    EDUCATION = ("education", "Department for Education")
    HOUSING = ("housing", "Ministry of Housing, Communities and Local Government")
    WORK = ("work", "Department for Work and Pensions")
    POLICE_COLLEGE = ("police_college", "College of Policing")
    POLICE_CHIEFS = ("police_chiefs", "National Police Chiefs’ Council")
    COMMISSIONER = ("commissioner", "Domestic Abuse Commissioner")
    WALES = ("wales", "Welsh Government")
    OTHER = ("other", "Another body")


class NationalAnswerKind(Word):
    """What a national body answered. "No answer" is recorded too: the family and the partnership are owed that."""

    ACCEPTED = ("accepted", "Accepted")
    PARTLY = ("partly", "Accepted in part")
    NOT_ACCEPTED = ("not_accepted", "Not accepted")
    NO_ANSWER = ("no_answer", "No answer came")


class ChaseKind(Word):
    """What was chased."""

    ACTION = ("action", "An action")
    AGENCY = ("agency", "An agency")
    NATIONAL = ("national", "A national answer")


class ChasedBy(Word):
    """How somebody was chased."""

    EMAIL = ("email", "E-mail or letter")
    CALL = ("call", "Telephone call")
    MEETING = ("meeting", "At a meeting")
    AUTOMATIC = ("automatic", "Automatic reminder")
