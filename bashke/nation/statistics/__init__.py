"""Statistics: counts without persons, for the ministry and for each municipality.

Whose duty: the ministry steers by counts (Law 121/2016) and never opens a
file. A job with its own narrow context reads coarse columns of the ledger and
writes tallies; what leaves is suppressed below the threshold of the law
package. Cubes, releases and the auditor come with their own issue.
"""
