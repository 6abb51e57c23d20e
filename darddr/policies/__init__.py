"""Who may do what: pure predicates, one map of rules, and the one query per list that agrees with them."""

from darddr.policies.actor import Actor, load_actor
from darddr.policies.rules import NotAllowed, allows, require

__all__ = ["Actor", "NotAllowed", "allows", "load_actor", "require"]
