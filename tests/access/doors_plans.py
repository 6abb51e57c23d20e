"""Who may open the doors of plans, recommendations, actions and imports."""

from tests.access.world import ACTORS

EVERYBODY = set(ACTORS)
WORKS_ON = {"coordinator", "chair", "author", "panel"}
FOLLOWS = WORKS_ON | {"executive", "executive_chair"}
EDITS_PLAN = {"coordinator", "chair", "author"}
LEADS = {"coordinator", "chair"}

DOORS = {
    "plans.of_review": FOLLOWS,
    "plans.show": FOLLOWS,
    # A partnership's own page of plans: whoever coordinates there, also one kept out of a review, and the executive.
    "plans.index": {"coordinator", "excluded", "executive", "executive_chair", "excluded_executive"},
    "plans.make": {"coordinator", "excluded"},
    "recommendations.add": EDITS_PLAN,
    "recommendations.edit": EDITS_PLAN,
    "actions.index": EVERYBODY,
    "actions.add": LEADS,
    "actions.show": FOLLOWS | {"owner", "agency_approver", "approver_at_large"},
    "actions.edit": LEADS,
    "actions.note": {"coordinator", "owner"},
    "actions.move": {"coordinator", "owner"},
    "imports.upload": EDITS_PLAN,
    # A draft is its owner's alone; tests/access/test_doors.py tries everybody's as everybody.
    "imports.preview": {"coordinator"},
}
