"""Papers: a letter, a receipt, a plan or a decision as a PDF that everybody can read, on paper and with a screen reader.

Duty: whoever decides must hand over a written decision with reasons and the way to appeal (Law 44/2015, Code of
Administrative Procedure); what is handed over must be accessible (PDF/UA-1: tagged, language, title).
A package says what its paper says (its room `papers.py`), as the plain values of `rules.Paper`; this package sets it.
Nothing a person wrote is ever read as markup: all words reach the typesetter as data, never as a template.
The typesetter is a process of its own without files to write, without a network, with bounded memory and time.
"""
