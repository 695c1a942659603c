"""What is said of notations of other places: of mathematics, LaTeX and other languages."""

from __future__ import annotations

from gradcli.language.message import Message

NOTATIONS = (
    Message(
        "derivative",
        "derivatives are not written in the expression",
        "write the function itself: every gradient is worked out",
        ("d/dx x^2", "d/dx(x^2)", "dy/dx (x)", "∂f/∂x", "∂x"),
    ),
    Message(
        "if-else",
        "choices are written with where",
        "where(condition, a, b) is a where the condition holds, and b elsewhere",
        ("x if x > 0 else 0", "if x > 0: x"),
    ),
    Message(
        "definition",
        "functions are not defined in a program",
        "write {name} = and the expression: its variables need no brackets",
        ("f(x) = x^2", "y = 3; f(x, y) = x*y"),
    ),
    Message(
        "values",
        "the values of variables do not stand in the expression",
        "on a command line write {fix} behind it",
        (
            "x^2 at x=3",
            "x*y at x = 3, y = -1/2",
            "sin(x) where x=1",
            "2 for x = 3 and y = 4",
            "w*x with w = [1, 2] x = 3",
            "x^2 其中 x=3",
        ),
    ),
    Message(
        "declared",
        "{word} is not part of the language",
        "did you mean {fix}?",
        ("let y = x^2; y", "a = 2\nvar b = 3*a", "const a = 2; a*x", "令 y = x^2"),
    ),
    Message(
        "subscript",
        "a subscript has no braces",
        "did you mean {fix}?",
        ("x_{1}", "2*w_{ij} + 1", "x_{12}^2"),
    ),
)
