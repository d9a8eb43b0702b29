"""Keeping the database, and bringing it back as it was at a time that somebody names.

place.py where backups lie, and what is known of them · own.py our own server: the way of a backup and of a restore ·
keepers.py who keeps it, base.py (base backup and log archive) or pgbackrest.py · dumps.py the operator's own
server: a logical copy · proof.py looking a restored database over before anybody trusts it.
Duty: the municipality as controller must be able to restore what it keeps about people (Law 124/2024).
"""
