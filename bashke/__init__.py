"""Bashkë: the open-source social-care system of a country. See docs/house.md for the map."""

__version__ = "0.1.0"
