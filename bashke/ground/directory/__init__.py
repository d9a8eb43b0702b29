"""Directory: which services exist, where, for whom, at what cost, with how many free places, and how fresh that is.

Whose duty: the provider keeps its service current, the municipality checks it
(Law 121/2016: information on accessible services is a standard area). Types
follow DCM 518/2018. A service nobody confirmed for 90 days is chased, then
marked, so that no one travels to a closed door.
"""
