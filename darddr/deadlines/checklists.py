"""What is asked when the scope of a review is checked: one list for each legal basis, each with a version.

SOURCE: section 9 and the prospective section 8A of the Domestic Violence, Crime and Victims Act 2004, and section 1 of the Domestic
Abuse Act 2021, in our own words. The lists help to think; they decide nothing. The threshold is low (R (Charnwood BC) v SSHD [2025]
EWHC 33 (Admin)): no answer here, and no outcome of police or coroner, ends a review by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from darddr.vocabulary.records import LegalBasis


@dataclass(frozen=True)
class Checklist:
    """A version of the questions of one legal basis; `questions` by key."""

    basis: LegalBasis
    version: str
    title: str
    questions: Mapping[str, str]

    @property
    def key(self) -> str:
        """What is kept beside the answers."""
        return f"{self.basis.value}-{self.version}"


SECTION_9 = Checklist(
    LegalBasis.S9_DHR,
    "1",
    "Scope under section 9",
    {
        "aged_16": "Was the person who died aged 16 or over?",
        "violence": "Did the death result from violence, abuse or neglect, or does it appear that it did?",
        "relation": "Was whoever did this a relative, or somebody the person was or had been in an intimate relationship with?",
        "household": "If not, was whoever did this a member of the same household?",
        "suicide": "If it may be suicide: do the circumstances give concern, for example of coercive control, even without a charge?",
        "appearance": "Does anything other than proof, such as what agencies saw, make it appear so?",
        "lessons": "Might lessons be learnt from how bodies and people worked together?",
    },
)

SECTION_8A = Checklist(
    LegalBasis.S8A_DARDR,
    "1",
    "Scope under section 8A (not known to be in force)",
    {
        "abuse": "Did the death result from domestic abuse towards the person who died, or does it appear that it did?",
        "both_16": "Were the person who died and whoever abused them both aged 16 or over when it happened?",
        "connected": "Were they personally connected: partners or former partners, relatives, or parents of the same child?",
        "kind": (
            "Was the behaviour abusive: physical or sexual, violent or threatening, controlling or coercive, economic, "
            "psychological, emotional or other?"
        ),
        "appearance": "Does anything other than proof, such as what agencies saw, make it appear so?",
        "outside": "If they only shared a household, or whoever did this was under 16: has legal advice been taken?",
        "lessons": "Might lessons be learnt from the death?",
    },
)

CHECKLISTS = {checklist.key: checklist for checklist in (SECTION_9, SECTION_8A)}
"""Every version there has been: an answer is read with the words it was given to, so none is ever changed or taken away."""

CURRENT = {LegalBasis.S9_DHR: SECTION_9, LegalBasis.S8A_DARDR: SECTION_8A}


def checklist_for(basis: LegalBasis) -> Checklist:
    """The list that is asked now under a legal basis."""
    return CURRENT[basis]
