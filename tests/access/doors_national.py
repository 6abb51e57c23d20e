"""Who may open the doors of national recommendations, chasing, repeats, threads and of one agency."""

EDITS_PLAN = {"coordinator", "chair", "author"}
WORKS_ON = {"coordinator", "chair", "author", "panel"}
FOLLOWS_PARTNERSHIP = {"coordinator", "executive", "executive_chair", "excluded", "excluded_executive"}

DOORS = {
    "national.index": FOLLOWS_PARTNERSHIP,
    "national.edit": {"coordinator"},
    "repeats.before": FOLLOWS_PARTNERSHIP,
    "repeats.link": EDITS_PLAN,
    "chases.action": {"coordinator", "executive", "executive_chair"},
    "chases.national": {"coordinator", "executive", "executive_chair"},
    "chases.agency": FOLLOWS_PARTNERSHIP,
    "threads.show": WORKS_ON,
    "threads.download": WORKS_ON,
    "progress.agenda": FOLLOWS_PARTNERSHIP,
    "agencies.show": FOLLOWS_PARTNERSHIP,
}
