"""Readers of files other people made: they say what a file was understood to say, and touch no database."""
