"""What a service delivered in a month, in the unit it is counted in: for orders and costs, which come later.

Whose duty: the provider keeps the register of its service (Law 121/2016); the municipality pays for what was delivered to its people. Every
number is counted from sessions, attendance and stays by whoever reads it, so nobody learns from a sum of somebody she may not know of. A month
the provider closed stands as it was counted, with who and when; a correction is a further line with its reason.
"""
