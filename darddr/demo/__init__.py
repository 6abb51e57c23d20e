"""A demonstration: two invented partnerships with their reviews, made by the same services that people use."""
