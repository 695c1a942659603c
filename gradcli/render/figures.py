"""Curves as SVG, drawn by Matplotlib, which is an extra: `pip install gradcli[plot]`."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from gradcli.errors import GradcliError
from gradcli.render.curves import Series

#: Width and height in inches.
_SIZE = (6.4, 4.0)


def check_drawable() -> None:
    """Make sure that Matplotlib is there, before any work is done for a figure.

    Raises:
        GradcliError: it is not installed.
    """
    if find_spec("matplotlib") is None:
        raise GradcliError(
            "--plot needs Matplotlib, which is not installed",
            hint='pip install "gradcli[plot]", or pip install matplotlib',
        )


def svg(
    series: Sequence[Series], x_label: str, y_label: str, title: str = "", log: bool = False
) -> str:
    """Return curves as the text of an SVG file; the same curves give the same text."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    settings: Any = {"svg.hashsalt": "gradcli", "svg.fonttype": "none"}
    with rc_context(settings):
        figure = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        for one in series:
            # A line breaks where there is no value.
            y = [value if math.isfinite(value) else math.nan for value in map(float, one.y)]
            axes.plot(one.x, y, label=one.name, marker="." if len(one.x) <= 30 else "")
        axes.set_xlabel(x_label, parse_math=False)
        axes.set_ylabel(y_label, parse_math=False)
        axes.set_title(title, parse_math=False)
        axes.grid(alpha=0.3)
        if log:
            axes.set_yscale("log")
        if len(series) > 1:
            for text in axes.legend().get_texts():
                text.set_parse_math(False)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": "gradcli"})
    return buffer.getvalue()
