"""How what is compiled gives way to the ordinary engine."""

from __future__ import annotations


class Irregular(Exception):
    """Compiled work cannot be used: arrays, or numbers that need the ordinary engine's care."""
