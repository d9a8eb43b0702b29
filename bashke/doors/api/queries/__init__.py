"""What a program reads: the same rows and the same fields as the screens of the same worker, as JSON."""
