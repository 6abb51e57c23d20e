"""Who may open the doors of reviews and of their questions."""

from tests.access.world import ACTORS

LEADS = {"coordinator", "chair"}
WORKS_ON = {"coordinator", "chair", "author", "panel"}

DOORS = {
    "reviews.index": set(ACTORS),
    "reviews.show": WORKS_ON,
    "reviews.history": WORKS_ON,
    "reviews.move": {"coordinator", "chair"},
    "reviews.milestone": LEADS,
    "reviews.waive": LEADS,
    "reviews.extend": LEADS,
    "clocks.show": WORKS_ON,
    "holds.begin": LEADS,
    "holds.change": LEADS,
    "holds.end": LEADS,
    "questions.index": WORKS_ON,
    "questions.write": LEADS,
    "questions.edit": LEADS,
}
