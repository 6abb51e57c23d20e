"""Imports every model, so that the metadata is whole."""

from importlib import import_module
from pkgutil import iter_modules

from darddr import models
from darddr.models.base import Base

for found in iter_modules(models.__path__):
    if f"{models.__name__}.{found.name}" != __name__:
        import_module(f"{models.__name__}.{found.name}")

MODELS = tuple(
    mapper.class_ for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__tablename__)
)
"""Every model of darddr, by the names of their tables; taken here, before tests add models of their own."""

TABLES = tuple(Base.metadata.sorted_tables)
"""Every table of darddr, parents first; likewise."""
