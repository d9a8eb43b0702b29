"""Requests: someone asks for help, for herself or for another, and is answered by a date.

Whose duty: the NARU of the municipality registers, judges urgency and decides;
silence past the date counts against it (Law 44/2015; Law 121/2016, first step
of case management). The person holds a code: 80 random bits, kept only as a
hash, that opens her request and shows who must do what by when.
"""
