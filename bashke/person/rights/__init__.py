"""The person's rights over her data: a copy, a correction, a restriction, an erasure; and how long a file is kept.

Whose duty: the municipality answers as the controller of the data (Law 124/2024 on personal data protection, in line with the GDPR): in time,
with reasons when it says no, and with the way to the Commissioner. A supervisor answers; the data protection officer sees every
request with its clock. What would expose another person is left out of a copy, and the copy says so.
A file that is restricted is there for no worker who did not write down why she opens it: the wall asks at every query.
"""
