"""Registers: a municipality moves in with the register of people it already has, in CSV or XLSX.

Whose duty: the municipality as controller brings its own register and answers
for it (Law 121/2016, individual file; Law 124/2024, only what is needed, and
correct). The file is read, every problem is listed by row and column, a person
decides, and then all the confirmed rows become people or none does. The same
rows again create nobody. Likely duplicates are never created without a person
who decided so.
"""
