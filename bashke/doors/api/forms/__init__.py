"""What a program may send: exactly these fields, each with its type, its length and its list of codes. Anything else is refused by name."""
