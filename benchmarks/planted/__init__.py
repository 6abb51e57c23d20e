"""Identifiers of invented people, planted in every hiding place of Word, Excel and PDF files, and prose that names nobody."""
