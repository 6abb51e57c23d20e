"""Who may open the doors of people, of the panel, of findings and of the watch on names."""

LEADS = {"coordinator", "chair"}
WORKS_ON = {"coordinator", "chair", "author", "panel"}
COORDINATES = {"coordinator"}

DOORS = {
    "people.index": WORKS_ON,
    "people.add": COORDINATES,
    "people.edit": COORDINATES,
    "people.characteristics": COORDINATES,
    "people.identity": LEADS,
    "people.identity POST": COORDINATES,
    "memberships.index": WORKS_ON,
    "memberships.add": COORDINATES,
    "memberships.end": COORDINATES,
    "memberships.exclude": COORDINATES,
    "memberships.withdraw": COORDINATES,
    "findings.index": WORKS_ON,
    "findings.add": WORKS_ON,
    "findings.edit": WORKS_ON,
    "findings.agree": LEADS,
    "findings.remove": LEADS,
    "names.watch": WORKS_ON,
}
