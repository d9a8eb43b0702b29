"""Institutions: municipalities' offices, providers, national bodies.

Whose duty: each institution keeps its own data; the operator adds national ones.
Law 121/2016 names who does what; institutions are renamed while their duties
go on (the ministry was, in 2025), so a name is a row with dates, never a
constant in code or templates.
"""
