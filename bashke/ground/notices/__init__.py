"""Notices: letters, SMS and e-mail to people and workers; the text and the outbox.

Whose duty: the municipality must tell the person what it decided and by when
(Law 44/2015, notification). A notice is a row written in the transaction of
the act it tells of; a job sends it, keeps every attempt, and stops where the
person opted out. Texts are neutral: they never say which help was asked for.
"""
