"""Who may open the doors of notifications, live reviews, accounts, agencies and the log."""

# Whoever coordinates in a partnership, also one kept out of a single review of it.
COORDINATES = {"coordinator", "excluded"}

DOORS = {
    "notifications.start": COORDINATES,
    # A draft is its owner's alone; tests/access/test_doors.py tries everybody's as everybody.
    "notifications.step": {"coordinator"},
    "notifications.check": {"coordinator"},
    "live_reviews.bring_in": COORDINATES,
    "accounts.index": {"administrator"},
    "accounts.add": {"administrator"},
    "accounts.end": {"administrator"},
    "agencies.index": COORDINATES | {"administrator"},
    "agencies.add": {"administrator"},
    "agencies.edit": {"administrator"},
    "agencies.add_group": {"administrator"},
    "log.index": {"auditor"},
}
