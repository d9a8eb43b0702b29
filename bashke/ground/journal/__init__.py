"""Journal: who did or saw what, when and why. Append-only and sealed.

Whose duty: every verb and every opening of a person's file writes one entry in
the transaction of the act; the person may read those about her own file, the
supervisor those of the municipality. Law 124/2024 (accountability, access of
the data subject). An entry holds ids and verbs, never names or values, so
erasing a person does not touch it. A job seals batches with SHA-256;
`bashke journal verify` finds any later edit.
"""
