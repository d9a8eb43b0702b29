"""Delivery: who is enrolled in a service, what was given, who came, what came of it.

Whose duty: the provider keeps an individual file for each user (Law 121/2016)
and a daily register of attendance; these rows later feed orders and costs. The
outcome of an enrolment moves the need it answers, so the ledger never has to
be filled in twice.
"""
