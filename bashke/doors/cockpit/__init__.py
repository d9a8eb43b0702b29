"""Cockpit: counts for a municipality and for the nation; numbers, never a person.

Whose duty: the ministry and the head of the directorate steer by what was
asked, what was found and what was answered (Law 121/2016). Small numbers are
hidden before they are shown.
"""
