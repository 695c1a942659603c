"""The registry of operators, read by everything else; a family declares each of its own once.

Adding a function means adding one row to the module of its family.
"""

from __future__ import annotations

import math
from importlib import import_module

from gradcli.operators.declaration import Operator

#: The families, in the order of the reference card.
FAMILIES = (
    "arithmetic",
    "powers",
    "logarithms",
    "trigonometric",
    "hyperbolic",
    "pieces",
    "conditions",
    "activations",
    "reductions",
    "magnitudes",
    "matrices",
    "arrangement",
    "losses",
    "classes",
    "graphs",
    "special",
    "statements",
)

#: Named constants, free for variables once a program binds or assigns them.
CONSTANTS = {"pi": math.pi, "π": math.pi, "e": math.e, "inf": math.inf}

#: Every operator by its identity in graphs.
OPERATORS: dict[str, Operator] = {}

#: Every name that the language calls, with the operators that answer to it.
FUNCTIONS: dict[str, tuple[Operator, ...]] = {}


def register(operator: Operator) -> None:
    """Add one operator to the registry.

    Raises:
        ValueError: another operator has its name.
    """
    if operator.name in OPERATORS:
        raise ValueError(f"two operators are called {operator.name}")
    OPERATORS[operator.name] = operator
    for name in operator.calls:
        FUNCTIONS[name] = (*FUNCTIONS.get(name, ()), operator)


for _family in FAMILIES:
    for _row in vars(import_module(f"gradcli.operators.{_family}")).values():
        if isinstance(_row, Operator):
            register(_row)

#: The operators that a program can write: all but a folded statement, which has no family.
WRITTEN = {name: operator for name, operator in OPERATORS.items() if operator.family}
