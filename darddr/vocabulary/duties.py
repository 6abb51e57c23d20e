"""What a community safety partnership must keep, who must sit at its table, and whose work it follows beside its own reviews."""

from darddr.vocabulary.word import Word


class DutyKind(Word):
    """What a partnership does again and again, whatever reviews it holds.

    Source: Crime and Disorder Act 1998, sections 6 and 115; Crime and Disorder (Formulation and Implementation of Strategy)
    Regulations 2007: a strategy group, an information-sharing protocol, a strategic assessment each year, a partnership plan,
    and public meetings.
    """

    STRATEGIC_GROUP = ("strategic_group", "Meeting of the strategic group")
    ENGAGEMENT = ("engagement", "Public meeting held to hear the community")
    PROTOCOL = ("protocol", "Information-sharing protocol")
    ASSESSMENT = ("assessment", "Strategic assessment")
    PLAN = ("plan", "Partnership plan")


class SeatKind(Word):
    """A seat at the partnership's table, each held by a senior representative."""

    POLICE = ("police", "Police")
    COUNCIL = ("council", "Local authority")
    FIRE = ("fire", "Fire and rescue authority")
    ICB = ("icb", "Integrated care board")
    PROBATION = ("probation", "Probation services")
    PCC = ("pcc", "Office of the police and crime commissioner")
    ELECTED_MEMBER = ("elected_member", "Elected member")
    CHAIR = ("chair", "Chair")
    DEPUTY = ("deputy", "Deputy chair")
    CO_OPTED = ("co_opted", "Co-opted member")


RESPONSIBLE_AUTHORITIES = (SeatKind.POLICE, SeatKind.COUNCIL, SeatKind.FIRE, SeatKind.ICB, SeatKind.PROBATION)
"""The responsible authorities of section 5(1), Crime and Disorder Act 1998 as amended."""

EXPECTED_SEATS = tuple(kind for kind in SeatKind if kind is not SeatKind.CO_OPTED)
"""Seats whose emptiness is a gap; a partnership may do without co-opted members."""


class ScrutinyState(Word):
    """Where a recommendation of the scrutiny committee stands. Source of the committee: Police and Justice Act 2006, section 19."""

    RECEIVED = ("received", "Received")
    ANSWERED = ("answered", "Answered")
    DONE = ("done", "Carried out")
    DECLINED = ("declined", "Declined, with reasons")


class BoardReviewKind(Word):
    """A review that another board leads."""

    SAR = ("sar", "Safeguarding adults review")
    CSPR = ("cspr", "Local child safeguarding practice review")
    MAPPA_SCR = ("mappa_scr", "MAPPA serious case review")
    OFFENSIVE_WEAPONS = ("owhr", "Offensive weapons homicide review")
    MENTAL_HEALTH = ("mental_health", "Independent mental health homicide investigation")
    OTHER = ("other", "Another review")


class BoardReviewState(Word):
    """Where another board's review stands."""

    CONSIDERED = ("considered", "Being considered")
    UNDER_WAY = ("under_way", "Under way")
    PUBLISHED = ("published", "Published")
    CLOSED = ("closed", "Closed without publication")
