"""The life of what a partnership makes its own: a template, the wording of a letter."""

from darddr.vocabulary.word import Word


class Stage(Word):
    """Tried as a draft, then published; what another takes the place of is retired, and kept."""

    DRAFT = ("draft", "Draft")
    PUBLISHED = ("published", "In use")
    RETIRED = ("retired", "No longer used")
