"""Where the files lie that come with gradcli and are no Python."""

from __future__ import annotations

from pathlib import Path


def shipped(folder: str) -> Path:
    """Return a folder that a wheel has inside the package, and a checkout beside it.

    >>> shipped("grammars").name
    'grammars'
    """
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder
