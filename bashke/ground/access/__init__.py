"""Access: workers, posts, every permission and role on one page, and the database wall.

Whose duty: the municipality as controller decides who holds which post; the
operator keeps the wall. Law 124/2024 on personal data protection (access by
need, every read recorded). Rooms of its own, beside the usual ones:
`permissions` (the one page), `guards` (decorators for views), `wall` (row
policies for migrations, and the check that finds holes), `sessions` (where
Django's session lives), `middleware` (one transaction per request) and `sql/`.
"""
