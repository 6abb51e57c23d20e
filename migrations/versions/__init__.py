"""One numbered file per step."""
