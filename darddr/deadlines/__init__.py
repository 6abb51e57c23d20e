"""Time limits as data, and deadlines that explain themselves."""
