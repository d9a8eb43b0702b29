"""What staff fill in, by what it is about."""
