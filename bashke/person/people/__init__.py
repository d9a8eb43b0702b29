"""People: persons, households, and finding a person before creating one.

Whose duty: the municipality where the person lives keeps her record (Law
121/2016, individual file; Law 124/2024, only what is needed). Search runs on
tokens, not on patterns, because pattern matching loses its index behind row
security. Another municipality can learn only "known elsewhere", and only with
the identity in hand; it then asks, and the holder decides.
"""
