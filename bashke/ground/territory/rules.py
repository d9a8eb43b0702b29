"""Albanian alphabetical order, distances on the globe, names in addresses. No Django, no files."""

import unicodedata
from math import asin, cos, radians, sin, sqrt

ALPHABET = (
    "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh"  # w: only in foreign names
).split()
"""The 36 Albanian letters in order (and w); nine of them are written with two signs."""

SEPARATORS = (" ", "-", "'", ".")
EARTH_RADIUS_KM = 6371.0088


def _two_signs(number: int) -> str:
    return chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


_ORDER = {sign: _two_signs(number) for number, sign in enumerate((*SEPARATORS, *(str(digit) for digit in range(10)), *ALPHABET))}
_PAIRS = frozenset(letter for letter in ALPHABET if len(letter) == 2)


def sort_key(text: str) -> str:
    """A key of plain small letters whose order is the Albanian alphabet, in any database collation.

    Digraphs are letters (dh, gj, ll, nj, rr, sh, th, xh, zh), ç follows c and ë follows e; capitals count as small letters,
    a shorter word comes first. Other signs follow the alphabet. Two texts share a key only when they differ in nothing but
    capitals, kinds of blank and accents written as one sign or two.
    """
    folded = unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).casefold().split()))
    key: list[str] = []
    at = 0
    while at < len(folded):
        letter = folded[at : at + 2] if folded[at : at + 2] in _PAIRS else folded[at]
        key.append(_ORDER.get(letter) or _foreign(letter))
        at += len(letter)
    return "".join(key)


def _foreign(sign: str) -> str:
    """A sign that is no Albanian letter: "z", then its number in Unicode as five letters."""
    number, letters = ord(sign), ""
    for _position in range(5):
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return "z" + letters


def slug(text: str) -> str:
    """A name as it stands in an address: "Fushë-Krujë" is "fushe-kruje"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points as the crow flies (haversine, mean radius). Roads in the mountains are far longer."""
    across = radians(lat2 - lat1)
    along = radians(lon2 - lon1)
    half = sin(across / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(along / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))
