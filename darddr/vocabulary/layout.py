"""How a report is laid out."""

from darddr.vocabulary.word import Word


class Numbering(Word):
    """How paragraphs are numbered. Published reports do all three."""

    CHAPTERS = ("chapters", "By chapter: 1.1, 1.2")
    SECTIONS = ("sections", "By chapter and section: 1.1, 1.1.1")
    RUNNING = ("running", "One run through the whole report: 1, 2, 3")
