"""Who may open the doors of an action's life: its milestones, its files, its history, what it changed, and a wrong click undone."""

from tests.access.world import ACTORS

EVERYBODY = set(ACTORS)
LEADS = {"coordinator", "chair"}
FOLLOWS = LEADS | {"author", "panel", "executive", "executive_chair"}
READS = FOLLOWS | {"owner", "agency_approver", "approver_at_large"}

DOORS = {
    "actions.history": READS,
    # The service asks whose move it was, and when.
    "actions.take_back": READS,
    "action_milestones.add": LEADS,
    "action_milestones.remove": LEADS,
    "action_milestones.edit": LEADS | {"owner"},
    # Whoever coordinates anywhere or chairs a review; of each action the service asks again.
    "bulk_changes.choose": {"coordinator", "outsider_coordinator", "excluded", "chair", "other_chair"},
    # A draft is its owner's alone; tests/access/test_doors.py tries everybody's as everybody.
    "bulk_changes.preview": {"coordinator"},
    # A partnership's own plan, asked for by its id; a review's plan has no such page.
    "plans.edit": {"coordinator", "excluded"},
    "evidence.download": READS,
    "impact.record": {"coordinator", "owner", "executive", "executive_chair"},
}
