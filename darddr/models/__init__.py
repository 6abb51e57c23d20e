"""What darddr remembers: one noun per file."""
