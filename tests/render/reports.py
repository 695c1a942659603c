"""Reports to show: programs of the lectures, worked."""

from __future__ import annotations

from typing import Any

from gradcli import evaluate, parse
from gradcli.render import Report, Style, table

LECTURE = ("(x+y)*z", {"x": -2, "y": 5, "z": -4})
SHARED: tuple[str, dict[str, Any]] = ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", {})
VECTOR = ("sum(w*w + 2*w + 1)", {"w": [1, 2, 3]})
MATRICES = ("sum(A@B + c)", {"A": [[1, 2], [3, 4]], "B": [[1, 0.5], [-1, 10]], "c": [1, -20]})
NEURON = ("1/(1+exp(-(w0*x0+w1*x1+w2)))", {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3})
LARGEST = ("2*(x*y + max(z, w))", {"x": 3, "y": -4, "z": 2, "w": -1})


def report(program: str, values: dict[str, Any] | None = None, **asked: Any) -> Report:
    """Work a program and return the report; engine options and parts of the report by name."""
    engine = {key: asked.pop(key) for key in ("seed", "ties", "exact", "ieee") if key in asked}
    return Report(evaluate(parse(program), values or {}, **engine), **asked)


def screen(
    program: str, values: dict[str, Any] | None = None, width: int = 80, **asked: Any
) -> str:
    """Return the default screen of a program, without colour."""
    return table(report(program, values, **asked), Style(width))


def section(shown: str, heading: str) -> list[str]:
    """Return the lines of one section of a screen, without their indentation."""
    lines = shown.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(heading))
    end = next((i for i in range(start, len(lines)) if not lines[i]), len(lines))
    return [line.strip() for line in lines[start + 1 : end]]
