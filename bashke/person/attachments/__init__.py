"""Documents of a case: a photograph or a PDF that belongs to a person's file.

Duty: whoever decides keeps the papers a decision stands on (Law 44/2015, Code of Administrative Procedure); personal data are
kept no wider than needed and safe (Law 124/2024 on personal data protection).
What comes in is never kept as it came: photographs are drawn again, without place and camera, PDFs lose scripts, hidden files
and the names of their authors. That happens in a process of its own with bounded memory and time (`cleaner.py`).
What is kept is encrypted, bound to its row, and leaves only as a download. A removed document leaves its line and its reason.
"""
