"""What the law says, as dated data: deadlines, amounts, thresholds, typologies, reasons, standards.

Duty: every clock, reason and list that a citizen sees on a letter is taken from here with its citation and how sure we are of it.
Municipalities may promise to be faster than the law (`Promise`), never slower.
Law: 121/2016 (social care services), DCM 518/2018 (typology), 44/2015 (administrative procedure), 124/2024 (personal data).
An Albanian lawyer must confirm every row before go-live; rows below 80 % are configuration and say so.
Room of its own: `data/`, the YAML sheets; read once, checked, cached.
"""
