"""Casework: case, assessment, the needs ledger, the plan, reviews and closure.

Whose duty: the social worker of the NARU is responsible for identifying needs,
referral, management and follow-up (Law 121/2016). The ledger is the heart:
every need found is one row that stays open until a service met it or until it
says why not. Nothing is deleted; each open need has a clock.
"""
