"""Words everyone may use: roles, permissions, and the lists of values a record may hold."""
