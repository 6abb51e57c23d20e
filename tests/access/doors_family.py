"""Who may open the doors of the family's part in a review, and of linked processes."""

LEADS = {"coordinator", "chair"}
WRITES = LEADS | {"author"}
WORKS_ON = WRITES | {"panel"}

DOORS = {
    "family.index": WRITES,
    "family.add": LEADS,
    "family.edit": LEADS,
    "family_contacts.index": LEADS,
    "family_contacts.add": LEADS,
    "family_contacts.edit": LEADS,
    "family_tributes.add": LEADS,
    "family_tributes.edit": LEADS,
    "linked_processes.index": WORKS_ON,
    "linked_processes.add": LEADS,
    "linked_processes.edit": LEADS,
}
