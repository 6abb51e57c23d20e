"""What may be asked of a policy. A move, a page or a command names one of these, never a role."""

from enum import StrEnum


class Permission(StrEnum):
    """One act that somebody may or may not be allowed."""

    # reviews
    REVIEW_NOTIFY = "review.notify"
    REVIEW_READ = "review.read"
    REVIEW_PROGRESS = "review.progress"
    REVIEW_MANAGE = "review.manage"
    REVIEW_LEAD = "review.lead"
    REVIEW_DECIDE = "review.decide"
    REVIEW_SIGN_OFF = "review.sign_off"
    REVIEW_PUBLISH = "review.publish"
    REVIEW_WAIVE = "review.waive"
    REVIEW_CORRECT = "review.correct"
    REVIEW_EXPORT = "review.export"
    POINT_ANSWER = "point.answer"
    # people
    PERSON_READ = "person.read"
    IDENTITY_READ = "identity.read"
    IDENTITY_EDIT = "identity.edit"
    MEMBERSHIP_EDIT = "membership.edit"
    # the family's part
    FAMILY_READ = "family.read"
    FAMILY_CONTACTS = "family.contacts"
    FAMILY_EDIT = "family.edit"
    # findings
    FINDING_READ = "finding.read"
    FINDING_ADD = "finding.add"
    FINDING_EDIT = "finding.edit"
    FINDING_AGREE = "finding.agree"
    # plans
    PLAN_READ = "plan.read"
    PLAN_EDIT = "plan.edit"
    NATIONAL_EDIT = "national.edit"
    CHASE = "chase"
    ACTION_READ = "action.read"
    ACTION_EDIT = "action.edit"
    ACTION_AGREE = "action.agree"
    ACTION_UPDATE = "action.update"
    ACTION_MILESTONES = "action.milestones"
    ACTION_LOOK_BACK = "action.look_back"
    ACTION_SIGN_OFF = "action.sign_off"
    UPDATE_FORMS = "update_forms.handle"
    # documents
    DOCUMENT_BUILD = "document.build"
    DOCUMENT_READ = "document.read"
    # a partnership
    PARTNERSHIP_PROGRESS = "partnership.progress"
    PARTNERSHIP_REVIEWS = "partnership.reviews"
    PARTNERSHIP_DUTIES = "partnership.duties"
    PARTNERSHIP_DISCLOSE = "partnership.disclose"
    HOUSE_STYLE = "partnership.house_style"
    AGENCIES_READ = "agencies.read"
    CLOCK_RULES = "partnership.clock_rules"
    ACCOUNTS_MANAGE = "accounts.manage"
    LOG_READ = "log.read"
    # oneself
    OWN_WORK = "own.work"
