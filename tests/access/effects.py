"""What posting each form changes: the rows that come (+) or go (-), and the columns and sealed fields of rows that were there."""

EFFECTS: dict[str, set[str]] = {}
