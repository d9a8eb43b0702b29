"""Bookings of 72-hour emergency places: held at once, for somebody who has nowhere to be tonight.

Whose duty: the municipality's social worker finds the place and says what comes after it; the provider takes her in
(DCM 518/2018 point 2: the 72-hour emergency service; Law 121/2016). Also for somebody without papers.
The place is taken in the same moment as the row is written, by the database itself, so no place is given twice.
Before the 72 hours are over it is said where she goes; nobody is put out by a machine, and silence is seen by the supervisor.
"""
