"""Exports: a list that leaves the system as a file, with who took it out, why, who agreed and whom it names.

Duty: the municipality answers for what is done with personal data (Law 124/2024 on personal data protection). Lists on paper,
on a stick or in a chat are how such data were lost elsewhere, so: no export without a written reason, no large one without a
second person, a mark of who and when in the file, and an entry in the journal of each person it names.
The ledger is insert-only for the web; the file is kept sealed for a day and then removed.
Telephone numbers, addresses and personal numbers are in no export.
"""
