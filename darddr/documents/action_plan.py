"""The action plan in the seven columns of the statutory template (2016 guidance, action plan template)."""

from collections.abc import Iterator, Sequence

from darddr.documents.facts import ActionFacts, ActionPlanFacts, RecommendationFacts
from darddr.documents.package import LANDSCAPE, Particulars, day, section, write
from darddr.documents.story import Story
from darddr.documents.tables import Column
from darddr.documents.template import Template, house
from darddr.documents.xml import join_lines, lines, on_ground, said, strong, words
from darddr.vocabulary.plan_lines import ANSWER, CONTINUED, FIRST_SET, MEASURE, STANDING
from darddr.vocabulary.standing import Brag

COLUMNS = (
    Column("Recommendation", 23),
    Column("Scope", 8),
    Column("Action to take", 23),
    Column("Lead agency", 14),
    Column("Key milestones achieved in enacting recommendation", 18),
    Column("Target date", 11.5),
    Column("Date of completion and outcome", 17),
)
COLUMNS_BY_NUMBER = (Column("Recommendation", 15), *COLUMNS[1:])
"""The same columns where rows name the recommendation by number only."""

GROUNDS = {
    Brag.BLUE.label: ("FFFFFF", "1D4F91"),
    Brag.RED.label: ("FFFFFF", "A5231A"),
    Brag.AMBER.label: ("1B1F23", "F5B335"),
    Brag.GREEN.label: ("FFFFFF", "1E6B45"),
    Brag.GREY.label: ("FFFFFF", "59636B"),
}
"""Of each colour of a standing what is written on what ground, at 4.5:1 or better; the word is always there too."""

PLAIN_GROUND = ("1B1F23", "FFFFFF")
_NO_ACTION = ActionFacts(number="", text="")


def action_plan(facts: ActionPlanFacts, template: Template | None = None) -> bytes:
    """An action plan as .docx bytes, each action in one row."""
    styles = template or house()
    story = Story(styles)
    if facts.marking:
        story.add("Marking", words(facts.marking))
    subject = ", ".join(facts.pseudonyms)
    story.heading(1, f"Action plan: {subject}" if subject else "Action plan", numbered=False)
    story.add(
        "Normal",
        lines(
            ("Review", f"{facts.display_name}, {facts.reference}"),
            ("Partnership", facts.partnership),
            ("Position at", day(facts.as_at)),
        ),
    )
    if facts.recommendations:
        story.table(LANDSCAPE, _caption(facts.recommendations), COLUMNS, plan_rows(facts.recommendations))
        story.add("Normal", words("End of the action plan."), properties='<w:spacing w:before="240"/>')
    else:
        story.not_recorded("recommendations and actions")
    story.raw(section(LANDSCAPE))
    about = Particulars(
        title=f"Action plan: {facts.reference}",
        subject=f"{facts.display_name} action plan",
        partnership=facts.partnership,
        reference=facts.reference,
        marking=facts.marking,
        as_at=facts.as_at,
    )
    return write(styles, about, (LANDSCAPE,), story.pieces())


def plan_rows(recommendations: Sequence[RecommendationFacts], *, with_text: bool = True) -> Iterator[tuple[str, ...]]:
    """One row of seven cells for each action; a recommendation without actions keeps a row that says so.

    The text of a recommendation stands in its first row only and the rows after refer back to it, so that no cell is
    merged or empty. Without `with_text` every row refers to the recommendation by number.
    """
    for recommendation in recommendations:
        name = f"Recommendation {recommendation.number}"
        scope = said(recommendation.scope, "Not stated")
        cell = join_lines((strong(name), words(recommendation.text))) if with_text else words(name)
        for action in recommendation.actions or (_NO_ACTION,):
            yield cell, scope, *_action_cells(action)
            if with_text:
                cell = words(f"{name}{CONTINUED}")


def _action_cells(action: ActionFacts) -> tuple[str, str, str, str, str]:
    if action is _NO_ACTION:
        nothing = words("Not yet recorded")
        return words("No action recorded yet"), nothing, nothing, nothing, nothing
    lead = said(action.lead_agency, "Not yet assigned")
    if action.owner_post:
        lead = join_lines((lead, words(f"Owner: {action.owner_post}")))
    target = said(action.target_date, "No date set")
    if action.original_target and action.original_target != action.target_date:
        target = join_lines((target, words(f"{FIRST_SET}: {action.original_target}")))
    if action.answer:
        lead = join_lines((lead, words(f"{ANSWER}: {action.answer}")))
    text = strong(f"{action.number}  ") + words(action.text) if action.number else words(action.text)
    if action.measure:
        text = join_lines((text, words(f"{MEASURE}: {action.measure}")))
    return (
        text,
        lead,
        _milestones(action),
        target,
        _completion(action),
    )


def _milestones(action: ActionFacts) -> str:
    if not action.steps:
        return said(action.milestones, "None recorded yet")
    printed = (action.milestones,) if action.milestones.strip() else ()
    return join_lines(words(text) for text in (*printed, *action.steps))


def _completion(action: ActionFacts) -> str:
    """Date of completion and outcome; the status is said where the date alone would mislead."""
    status = f"Status: {action.status}" if action.status else ""
    told = (action.completed_on or "Not yet complete", action.outcome, status)
    runs = [words(text) for text in told if text]
    if action.brag:
        runs.append(
            words(f"{STANDING}: ")
            + on_ground(action.brag, *GROUNDS.get(action.brag, PLAIN_GROUND))
            + words(f": {action.why}")
        )
    return join_lines(runs)


def _caption(recommendations: Sequence[RecommendationFacts]) -> str:
    actions = sum(len(recommendation.actions) for recommendation in recommendations)
    return f"{counted(len(recommendations), 'recommendation')} and {counted(actions, 'action')}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 action, 2 actions, 1,000 actions."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
