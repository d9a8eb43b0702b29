"""Telling people, and sending what was told."""

from .sending import send_due
from .telling import opt_in, opt_out, tell, tell_worker

__all__ = ["opt_in", "opt_out", "send_due", "tell", "tell_worker"]
