"""Who may open the doors of notifications, live reviews, accounts, agencies and the log."""

# Whoever coordinates in a partnership, also one kept out of a single review of it.
COORDINATES = {"coordinator", "excluded"}

DOORS = {
    "notifications.start": COORDINATES,
    # A draft is its owner's alone; tests/web/test_notifications.py tries it as others.
    "notifications.step": set(),
    "notifications.check": set(),
    "live_reviews.bring_in": COORDINATES,
    "accounts.index": {"administrator"},
    "accounts.add": {"administrator"},
    # The membership of this world is one of a review, which no administrator ends; tests/web/test_accounts.py tries the others.
    "accounts.end": set(),
    "agencies.index": COORDINATES | {"administrator"},
    "agencies.add": {"administrator"},
    "agencies.edit": {"administrator"},
    "agencies.add_group": {"administrator"},
    "log.index": {"auditor"},
}
