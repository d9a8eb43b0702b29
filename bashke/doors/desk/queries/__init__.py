"""Reads that join the packages of the person floor for one page."""

from .menu import menu

__all__ = ["menu"]
