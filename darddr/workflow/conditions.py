"""What moves need. A function's docstring is the sentence its reader is shown where it does not hold."""

from __future__ import annotations

from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.records import PublicationKind
from darddr.workflow.facts import ActionFacts, ReviewFacts
from darddr.workflow.moves import Inputs, condition


def has_reason(facts: object, inputs: Inputs) -> bool:
    """Give a reason."""
    return bool(inputs.reason.strip())


def decision_is_owned(facts: object, inputs: Inputs) -> bool:
    """Say who decided, because you are recording it for them."""
    return inputs.own_decision or bool(inputs.on_behalf_of.strip())


def second_person(facts: ReviewFacts | ActionFacts, inputs: Inputs) -> bool:
    """Somebody other than whoever made the last move must correct it."""
    return inputs.undoing or facts.last_moved_by is None or inputs.actor_id != facts.last_moved_by


def has_victim(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Record the person who died."""
    return facts.victims > 0


def has_source(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Record who told the partnership of the death."""
    return facts.has_source


def has_chair(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Add an independent chair to the people on this review."""
    return facts.has_chair


def has_panel(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Add at least two panel members to this review."""
    return facts.panel_members >= 2


def has_questions(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Write at least one question of the terms of reference."""
    return facts.questions > 0


def has_findings(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Record at least one finding."""
    return facts.findings > 0


def findings_are_agreed(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Agree or remove every finding that the panel has not yet agreed."""
    return facts.findings_not_agreed == 0


def draft_is_built(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Build the overview report at least once."""
    return facts.draft_built


def has_recommendations(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Write at least one recommendation."""
    return facts.recommendations > 0


def recommendations_have_actions(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Give every recommendation at least one action."""
    return facts.recommendations_without_action == 0


def actions_have_owner_and_date(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Give every action an owner and a target date."""
    return facts.actions_without_owner_or_date == 0


def points_are_answered(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Answer every point of the Home Office’s letter."""
    return facts.open_points == 0


def letter_asks_amendments(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Log the letter of this round, with the outcome that the report may be published after amendments."""
    return facts.letter_outcome is LetterOutcome.AMEND


def letter_asks_resubmission(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Log the letter of this round, with the outcome that the report is to be sent again."""
    return facts.letter_outcome is LetterOutcome.RESUBMIT


def letter_clears(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Log the letter of this round, with the outcome that the report may be published."""
    return facts.letter_outcome is LetterOutcome.PUBLISH


def publication_is_decided(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Record what is to be published, and have it approved."""
    return facts.publication is not None and facts.publication_approved_by is not None


def withholding_has_reason(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Give the reason for not publishing the report in full."""
    return facts.publication in (None, PublicationKind.FULL) or facts.publication_has_reason


def report_names_nobody(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Check the finished report for names and dates, and mend every hit."""
    return facts.publication is PublicationKind.WITHHELD or facts.release_ready


def two_people_release(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Somebody other than whoever approved the publication must release it."""
    return facts.publication_approved_by is None or inputs.actor_id != facts.publication_approved_by


def linked_processes_let_publish(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Wait for every linked process that holds publication, or record that it holds it no longer."""
    return facts.processes_holding == 0


def actions_have_ended(facts: ReviewFacts, inputs: Inputs) -> bool:
    """Bring every action to an end: signed off, rejected, superseded or not implemented with a reason."""
    return facts.open_actions == 0


def action_has_owner(facts: ActionFacts, inputs: Inputs) -> bool:
    """Give the action an owner."""
    return facts.has_owner


def action_has_group(facts: ActionFacts, inputs: Inputs) -> bool:
    """Name the board or group that answers for the action: the plan is the partnership’s own."""
    return facts.has_group


def says_which_part(facts: object, inputs: Inputs) -> bool:
    """Say which part is accepted."""
    return bool(inputs.part.strip())


def action_has_date(facts: ActionFacts, inputs: Inputs) -> bool:
    """Give the action a target date."""
    return facts.has_target_date


def action_has_evidence(facts: ActionFacts, inputs: Inputs) -> bool:
    """Add a note of evidence that says what was done."""
    return facts.has_evidence


def signed_off_by_another(facts: ActionFacts, inputs: Inputs) -> bool:
    """Somebody who neither owns the action nor entered its completion must sign it off."""
    return inputs.actor_id is not None and inputs.actor_id != facts.owner_id and inputs.actor_id not in facts.entered_by


REASON = condition(has_reason, asks="reason")
OWNED_DECISION = condition(decision_is_owned, asks="on_behalf_of")
SECOND_PERSON = condition(second_person)
VICTIM = condition(has_victim)
SOURCE = condition(has_source)
CHAIR = condition(has_chair)
PANEL = condition(has_panel, waivable=True)
QUESTIONS = condition(has_questions)
FINDINGS = condition(has_findings)
FINDINGS_AGREED = condition(findings_are_agreed, waivable=True)
DRAFT_BUILT = condition(draft_is_built)
RECOMMENDATIONS = condition(has_recommendations, waivable=True)
EVERY_RECOMMENDATION_ACTS = condition(recommendations_have_actions)
EVERY_ACTION_OWNED_AND_DATED = condition(actions_have_owner_and_date, waivable=True)
POINTS_ANSWERED = condition(points_are_answered)
LETTER_AMEND = condition(letter_asks_amendments, waivable=True)
LETTER_RESUBMIT = condition(letter_asks_resubmission, waivable=True)
LETTER_CLEARS = condition(letter_clears, waivable=True)
PUBLICATION_DECIDED = condition(publication_is_decided)
WITHHOLDING_REASONED = condition(withholding_has_reason)
NAMES_NOBODY = condition(report_names_nobody)
TWO_PEOPLE = condition(two_people_release)
PROCESSES_OVER = condition(linked_processes_let_publish, waivable=True)
ACTIONS_ENDED = condition(actions_have_ended)
OWNER = condition(action_has_owner)
GROUP = condition(action_has_group)
PART = condition(says_which_part, asks="part")
TARGET_DATE = condition(action_has_date)
EVIDENCE = condition(action_has_evidence)
ANOTHER_SIGNS = condition(signed_off_by_another)
