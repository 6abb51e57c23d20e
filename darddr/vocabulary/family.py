"""Words of the record of the family's part in a review."""

from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.word import Word


class ContactKind(Word):
    """What somebody who may take part is to the person who died, as far as a count may say."""

    FAMILY = ("family", "Family member")
    FRIEND = ("friend", "Friend")
    COLLEAGUE = ("colleague", "Colleague")
    NEIGHBOUR = ("neighbour", "Neighbour")
    OTHER = ("other", "Somebody else")


class AdvocateAnswer(Word):
    """What somebody answered who was offered a specialist advocate."""

    NOT_ANSWERED = ("not_answered", "No answer yet")
    ACCEPTED = ("accepted", "Accepted")
    DECLINED = ("declined", "Declined")


class EntryKind(Word):
    """What happened with the family. The order is that in which a review comes to it."""

    TOLD_DECISION = ("told_decision", "Told of the decision")
    INVITED = ("invited", "Invited to take part")
    MET = ("met", "Met or spoke")
    TERMS_SHOWN = ("terms_shown", "Shown the terms of reference")
    PSEUDONYM_CHOSEN = ("pseudonym_chosen", "Chose a pseudonym")
    DRAFT_SHARED = ("draft_shared", "Offered the draft")
    COMMENTED = ("commented", "Commented")
    TOLD_PUBLICATION = ("told_publication", "Told of the publication date")
    OTHER = ("other", "Something else")


MILESTONES = {
    EntryKind.TOLD_DECISION: Milestone.FAMILY_TOLD,
    EntryKind.TERMS_SHOWN: Milestone.FAMILY_OFFERED_TERMS,
    EntryKind.DRAFT_SHARED: Milestone.FAMILY_OFFERED_DRAFT,
    EntryKind.TOLD_PUBLICATION: Milestone.FAMILY_TOLD_OF_PUBLICATION,
}
"""The dated event of a review that the first entry of a kind is."""


class TributeKind(Word):
    """What a family gives for the report."""

    TRIBUTE = ("tribute", "Tribute in words")
    PHOTOGRAPH = ("photograph", "Photograph")


FAMILY_LETTERS = ("decision-family", "family-first", "family-terms", "family-draft", "family-publication")
"""The papers that go to a family, by the key of their kind."""
