"""Incidents in a service: recorded within hours, seen by a named person, followed, closed.

Whose duty: the provider records what happened to somebody in its care (Law 121/2016; the standard areas of personal care and of emergencies); the
municipality that sent her looks at it. What is said against the provider's own staff, the provider cannot close.
Each person of an incident has a row of her own, so each municipality reads of its own people and of nobody else's.
"""
