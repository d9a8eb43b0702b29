"""The desk: what staff of a municipality see. My day, requests, people, one case on one page, the supervisor's board.

Whose duty: the Needs Assessment and Referral Unit works here every day (Law
121/2016, case management); its supervisor sees what is late. The desk has no
rules of its own: it joins the packages of the person floor on pages, and every
act goes through their actions. Opening a request, a person or a case is an act
and is written to the journal.
"""
