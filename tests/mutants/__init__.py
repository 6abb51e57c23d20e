"""A mutation run over everything that refuses: each guard is taken out in turn, and some test must notice.

`python -m tests.mutants` finds the guards in the code itself, so that a new one joins by itself. How to read what it prints: docs/mutants.md.
"""
