"""Dated events of a review. Each is kept with the day it happened and the moment it was recorded."""

from darddr.vocabulary.word import Word


class Milestone(Word):
    """An event that clocks, conditions or readers ask about."""

    NOTICE_RECEIVED = ("notice_received", "First notice of the death received")
    SCOPING_SENT = ("scoping_sent", "Scoping letters sent and records secured")
    SCOPING_RETURNED = ("scoping_returned", "Scoping returns in")
    SCOPE_CHECKED = ("scope_checked", "Scope checklist completed")
    SPECIALIST_ADVISED = ("specialist_advised", "Advice of a domestic abuse specialist heard")
    DECIDED = ("decided", "Decision on a review made")
    HOME_OFFICE_TOLD = ("home_office_told", "Home Office told of the decision")
    FAMILY_TOLD = ("family_told", "Family told of the decision")
    NO_REVIEW_ANSWERED = ("no_review_answered", "Home Office answered the decision not to review")
    DIRECTION_RECEIVED = ("direction_received", "Direction of the Secretary of State received")
    CHAIR_APPOINTED = ("chair_appointed", "Independent chair appointed")
    INDEPENDENCE_DECLARED = ("independence_declared", "Chair’s independence declared")
    FAMILY_OFFERED_TERMS = ("family_offered_terms", "Family offered sight of the terms of reference")
    TERMS_AGREED = ("terms_agreed", "Terms of reference agreed")
    FIRST_PANEL = ("first_panel", "First panel meeting held")
    AGENCY_RETURNS_IN = ("agency_returns_in", "Agency chronologies and reports in")
    FINDINGS_AGREED = ("findings_agreed", "Findings agreed by the panel")
    DRAFT_CIRCULATED = ("draft_circulated", "Draft report circulated")
    FAMILY_OFFERED_DRAFT = ("family_offered_draft", "Family offered the draft, with time and an advocate")
    AGENCIES_COMMENTED = ("agencies_commented", "Agencies checked the draft for accuracy")
    PANEL_FINAL = ("panel_final", "Panel agreed the final report")
    EXECUTIVE_APPROVED = ("executive_approved", "Executive approved the report and plan")
    SUBMITTED = ("submitted", "Sent to the Home Office")
    LETTER_RECEIVED = ("letter_received", "Home Office letter received")
    AMENDMENTS_MADE = ("amendments_made", "Amendments made and checked")
    PROCEEDINGS_CLEAR = ("proceedings_clear", "Court and inquest allow publication")
    FAMILY_TOLD_OF_PUBLICATION = ("family_told_of_publication", "Family told of the publication date")
    AGENCIES_TOLD_OF_PUBLICATION = ("agencies_told_of_publication", "Agencies told of the publication date")
    PUBLISHED = ("published", "Published, or recorded as not to be")
    LIBRARY_SENT = ("library_sent", "Report and link sent to the Home Office library")
    COMMISSIONER_SENT = ("commissioner_sent", "Copy sent to the Domestic Abuse Commissioner")
    POLICING_BODY_SENT = ("policing_body_sent", "Copy sent to the local policing body")
    PLAN_AUDITED = ("plan_audited", "Action plan audited")
    CLOSED = ("closed", "Review closed")
