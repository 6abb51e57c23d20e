"""Who may open the doors of the partnership's duties, of the executive's meetings, figures and packs."""

FOLLOWS = {"coordinator", "executive", "executive_chair", "excluded", "excluded_executive"}
# Whoever coordinates in a partnership, also one kept out of a single review of it.
COORDINATES = {"coordinator", "excluded"}

DOORS = {
    "duties.show": FOLLOWS,
    "duties.add": COORDINATES,
    "duties.edit": COORDINATES,
    "figures.show": FOLLOWS,
    "figures.listed": FOLLOWS,
    "house_templates.index": COORDINATES,
    "house_templates.starter": COORDINATES,
    "house_templates.sample": COORDINATES,
    "house_templates.publish": COORDINATES,
    "house_templates.retire": COORDINATES,
    "wordings.index": COORDINATES,
    "wordings.edit": COORDINATES,
    "wordings.nation": COORDINATES,
    "wordings.publish": COORDINATES,
    "wordings.retire": COORDINATES,
    "meetings.index": FOLLOWS,
    "meetings.add": COORDINATES,
    "meetings.edit": COORDINATES,
    "meetings.ratify": {"coordinator", "executive_chair"},
    "clock_settings.targets": COORDINATES,
    "clock_settings.set_target": COORDINATES,
    "clock_settings.closed_days": COORDINATES,
    "clock_settings.open_day": COORDINATES,
    "clock_settings.rules": {"administrator"},
    "clock_settings.take_back": {"administrator"},
    "themes.index": FOLLOWS,
    "themes.add": COORDINATES,
    "themes.edit": COORDINATES,
    "packs.index": FOLLOWS,
    "packs.make": COORDINATES,
    # Whoever has declared a conflict with one review is told that they may not have a pack, not that there is none.
    "packs.download": FOLLOWS,
    "packs.report": COORDINATES,
    "packs.disclose": {"executive_chair"},
}
