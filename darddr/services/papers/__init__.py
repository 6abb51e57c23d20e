"""The papers of a review: the catalogue of kinds, and one module for each family that turns the record into facts."""
