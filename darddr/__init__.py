"""darddr: case management for Domestic Abuse-Related Death Reviews."""

__version__ = "0.1.0"
