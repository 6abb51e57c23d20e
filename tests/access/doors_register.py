"""Who may open the doors of the register, of what the search for names found, of redaction and of comparison."""

COORDINATES = {"coordinator"}
LEADS = {"coordinator", "chair"}
WRITES = LEADS | {"author"}
WORKS_ON = WRITES | {"panel"}

DOORS = {
    "register.show": LEADS,
    "register.add": COORDINATES,
    "register.answer": COORDINATES,
    "register.take_back": COORDINATES,
    "leak_hits.allow_hit": LEADS,
    "leak_hits.withdraw": LEADS,
    "leak_hits.check": LEADS,
    "redactions.index": WRITES,
    "redactions.withdraw": WRITES,
    "comparison.choose": WORKS_ON,
    "comparison.changes": WORKS_ON,
}
