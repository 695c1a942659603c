"""The exercise sets that come with gradcli, each known by its name, as ch4 is."""

from __future__ import annotations

from pathlib import Path

from gradcli.places import shipped


def shipped_sets() -> dict[str, Path]:
    """Return the files of the sets by their names.

    >>> shipped_sets()["ch4"].name
    'ch4.yaml'
    """
    return {path.stem: path for path in sorted(shipped("exercises").glob("*.yaml"))}
