"""What the log may say: every tag with the names of its facts."""

from __future__ import annotations

from enum import Enum


class Tag(Enum):
    """What happened (past tense) and the names of the facts kept with it."""

    INSTALLATION_MADE = ("installation.made", ())
    ROOT_KEY_ROTATED = ("installation.root_key_rotated", ())
    ROWS_WRITTEN = ("rows.written", ("count",))
    ROWS_FOUND = ("rows.found", ("count",))
    ACCOUNT_MADE = ("account.made", ("user",))
    PASSWORD_CHANGED = ("account.password_changed", ("user",))
    SIGNED_IN = ("account.signed_in", ())
    SIGNED_OUT = ("account.signed_out", ())
    SIGN_IN_FAILED = ("account.sign_in_failed", ())
    PARTNERSHIP_MADE = ("partnership.made", ())
    AGENCY_ADDED = ("agency.added", ("agency",))
    AGENCY_EDITED = ("agency.edited", ("agency",))
    GROUP_ADDED = ("group.added", ("group",))
    MEMBERSHIP_STARTED = ("membership.started", ("user", "role", "agency"))
    MEMBERSHIP_ENDED = ("membership.ended", ("user", "role"))
    EXCLUSION_DECLARED = ("exclusion.declared", ("user",))
    EXCLUSION_WITHDRAWN = ("exclusion.withdrawn", ("user",))
    REVIEW_NOTIFIED = ("review.notified", ("state",))
    REVIEW_BROUGHT_IN = ("review.brought_in", ("state",))
    REVIEW_MOVED = ("review.moved", ("trigger", "source", "dest", "happened_on"))
    REVIEW_READ = ("review.read", ())
    REVIEW_EDITED = ("review.edited", ("fields",))
    MILESTONE_RECORDED = ("milestone.recorded", ("kind", "happened_on"))
    DEADLINE_AGREED = ("deadline.agreed", ("limit", "due_on", "agreed_on"))
    CONDITION_WAIVED = ("condition.waived", ("condition",))
    QUESTION_WRITTEN = ("question.written", ("question",))
    PERSON_ADDED = ("person.added", ("person", "role"))
    PERSON_EDITED = ("person.edited", ("person", "fields"))
    IDENTITY_READ = ("identity.read", ())
    FINDING_ADDED = ("finding.added", ("finding",))
    FINDING_EDITED = ("finding.edited", ("finding",))
    FINDING_AGREED = ("finding.agreed", ("finding",))
    FINDING_REMOVED = ("finding.removed", ("finding",))
    PLAN_MADE = ("plan.made", ("plan",))
    PLAN_IMPORTED = ("plan.imported", ("plan", "added", "changed", "unchanged"))
    RECOMMENDATION_ADDED = ("recommendation.added", ("recommendation",))
    RECOMMENDATION_EDITED = ("recommendation.edited", ("recommendation", "fields"))
    ACTION_ADDED = ("action.added", ("action",))
    ACTION_EDITED = ("action.edited", ("action", "fields"))
    ACTION_MOVED = ("action.moved", ("action", "trigger", "source", "dest", "happened_on"))
    ACTION_NOTED = ("action.noted", ("action", "kind"))
    NATIONAL_RECORDED = ("national.recorded", ("recommendation", "fields"))
    RECOMMENDATION_LINKED = ("recommendation.linked_to_earlier", ("recommendation", "earlier"))
    RECOMMENDATION_UNLINKED = ("recommendation.unlinked_from_earlier", ("recommendation", "earlier"))
    CHASED = ("chase.recorded", ("chase", "kind", "how", "happened_on"))
    DOCUMENT_BUILT = ("document.built", ("document", "kind"))
    DOCUMENT_CHECKED = ("document.checked", ("document", "hits"))
    DOCUMENT_DOWNLOADED = ("document.downloaded", ("document",))
    PUBLICATION_PREPARED = ("publication.prepared", ("kind",))
    PUBLICATION_APPROVED = ("publication.approved", ("kind",))
    EXPORTED = ("export.made", ("kind",))

    def __init__(self, text: str, facts: tuple[str, ...]) -> None:
        self.text, self.facts = text, frozenset(facts)
