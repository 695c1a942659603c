"""Curves as SVG, drawn by Matplotlib, which is an extra: `pip install gradcli[plot]`."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from gradcli.errors import GradcliError
from gradcli.numerals import numeral
from gradcli.render.cells import printable
from gradcli.render.curves import Series

#: Matplotlib finds no ticks for larger numbers.
_LARGEST = 1e300

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
    series: Sequence[Series],
    x_label: str,
    y_label: str,
    title: str = "",
    log: bool = False,
    counted: bool = False,
) -> str:
    """Return curves as the text of an SVG file; the same curves give the same text.

    Where a number is not finite a line has a gap. Along curves that are `counted`, as in epochs,
    only whole numbers are written.

    Raises:
        GradcliError: a number is too large to be drawn.
    """
    from warnings import catch_warnings, simplefilter

    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    _check_sizes(series)
    settings: Any = {"svg.hashsalt": "gradcli", "svg.fonttype": "none"}
    with rc_context(settings), catch_warnings():
        # Matplotlib warns that its own font has no Chinese; the reader of the file has one.
        simplefilter("ignore")
        figure = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        for one in series:
            # A line breaks where there is no value.
            y = [value if math.isfinite(value) else math.nan for value in map(float, one.y)]
            axes.plot(one.x, y, label=printable(one.name), marker="." if len(one.x) <= 30 else "")
        axes.set_xlabel(printable(x_label), parse_math=False)
        axes.set_ylabel(printable(y_label), parse_math=False)
        axes.set_title(printable(title), parse_math=False)
        axes.grid(alpha=0.3)
        if counted:
            axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
        if log:
            axes.set_yscale("log")
        if len(series) > 1:
            for text in axes.legend().get_texts():
                text.set_parse_math(False)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": "gradcli"})
    return buffer.getvalue()


def _check_sizes(series: Sequence[Series]) -> None:
    numbers = (float(number) for one in series for row in (one.x, one.y) for number in row)
    large = next((number for number in numbers if _LARGEST < abs(number) < math.inf), None)
    if large is not None:
        raise GradcliError(
            f"--plot: {numeral(large)} is too large to be drawn",
            hint="--format csv has the numbers",
        )
