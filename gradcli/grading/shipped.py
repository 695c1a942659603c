"""The exercise sets that come with gradcli, each known by its name: ch1, ch2 …"""

from __future__ import annotations

from pathlib import Path

#: They lie beside the package in a checkout and inside it in a wheel.
FOLDERS = (Path(__file__).parents[2] / "exercises", Path(__file__).parents[1] / "exercises")


def shipped_sets() -> dict[str, Path]:
    """Return the files of the sets by their names.

    >>> shipped_sets()["ch4"].name
    'ch4.yaml'
    """
    for folder in FOLDERS:
        found = sorted(folder.glob("*.yaml"))
        if found:
            return {path.stem: path for path in found}
    return {}
