"""Which states there are, which moves lead between them, and what each move needs."""
