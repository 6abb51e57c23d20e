"""Who may open the doors of rounds with the Home Office, of the register of publications, and of a review's end."""

COORDINATES = {"coordinator"}
LEADS = {"coordinator", "chair"}
WRITES = LEADS | {"author"}
WORKS_ON = WRITES | {"panel"}
DECIDES = {"coordinator", "executive_chair"}
FOLLOWS = {"coordinator", "excluded", "executive", "executive_chair", "excluded_executive"}

DOORS = {
    "rounds.index": WORKS_ON,
    "rounds.send": COORDINATES,
    "rounds.edit": COORDINATES,
    "rounds.checklist": LEADS,
    "home_office_letters.read": COORDINATES,
    # A draft is its owner's alone.
    "home_office_letters.check": COORDINATES,
    "letter_points.add": LEADS,
    # The panel member of this world owns the point.
    "letter_points.answer": WORKS_ON,
    "releases.index": FOLLOWS,
    "releases.record": COORDINATES,
    "releases.edit": COORDINATES,
    "releases.take_down": COORDINATES,
    "withheld.look_again": DECIDES,
    "closures.show": COORDINATES,
    "closures.hold": COORDINATES,
    "closures.end_hold": COORDINATES,
    # Of the partnership, whatever review somebody is kept out of.
    "closures.retention": {"coordinator", "excluded"},
}
