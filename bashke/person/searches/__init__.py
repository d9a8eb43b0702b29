"""Saved searches: the filters of a list under a name, for oneself or for the colleagues of one's municipality.

Whose duty: the workers who go through the same lists every day. Only the filters are kept, never what they found: each search runs as whoever
reads it, before the same wall as the list itself (docs/decisions/saved-searches.md).
"""
