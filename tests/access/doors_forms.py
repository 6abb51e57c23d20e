"""Who may open the doors of update forms, the returns tray, pasted rows and exports."""

from tests.access.world import ACTORS

EVERYBODY = set(ACTORS)

DOORS = {
    # A partnership's own pages: whoever coordinates there, also one kept out of a review, of which they then see nothing.
    "update_forms.of_partnership": {"coordinator", "excluded"},
    "update_forms.of_plan": {"coordinator"},
    "update_forms.issued": {"coordinator", "excluded"},
    "update_forms.issued_of_plan": {"coordinator"},
    # A form that asks about an action of a review is there only for whoever may read all it asks about.
    "update_forms.fetch": {"coordinator"},
    "update_forms.withdraw": {"coordinator"},
    "returns.tray": {"coordinator", "excluded"},
    # What is in a tray, and what was pasted, is its owner's alone; tests/access/test_doors.py tries everybody's as everybody.
    "returns.check": {"coordinator"},
    "returns.discard": {"coordinator"},
    "pasted.paste": {"coordinator"},
    "pasted.check": {"coordinator"},
    # Everybody takes away what they may read, which may be nothing.
    "exchange.actions": EVERYBODY,
}
