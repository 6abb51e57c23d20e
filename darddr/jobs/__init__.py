"""What runs later. Jobs are rows of one table, so that a change and what follows from it commit together."""
