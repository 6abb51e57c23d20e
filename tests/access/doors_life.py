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
    "action_milestones.edit": LEADS | {"owner"},
    "evidence.download": READS,
    "impact.record": {"coordinator", "owner", "executive", "executive_chair"},
}
