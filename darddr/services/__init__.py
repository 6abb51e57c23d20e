"""Verbs: what people do, with the session and the actor first. No Flask, no commit."""
