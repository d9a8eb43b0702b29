"""Referrals: one need, sent to one service, accepted or declined by a date.

Whose duty: the social worker sends, the provider answers in time or with a
listed reason; silence escalates to the supervisor and the person sees it. The
provider learns only the slice it needs (Law 124/2024, purpose limitation):
name, age, how to reach the person, the need and the purpose. A declined or
late referral proposes the next service with a free place.
"""
