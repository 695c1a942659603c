"""What is to be shown of a derivation, and how: the two values that every form of output reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gradcli.numerals import DIGITS
from gradcli.records import dataclass
from gradcli.render.cells import Ascii

if TYPE_CHECKING:
    from gradcli.engine import Derivation
    from gradcli.engine.numerical import Comparison
    from gradcli.engine.saved import Saved
    from gradcli.operators.elementary import Value


@dataclass(frozen=True, slots=True)
class Report:
    """A derivation and what was asked to be shown of it.

    `wrt` names the inputs or nodes whose gradients are wanted, all inputs if empty. `passes` is the
    number of backward passes without zeroing. `comparisons`, `saved` and `jacobian` are None unless
    asked for; `jacobian` maps each name to ∂output/∂name with the shape of the output followed by
    that of the input.
    """

    derivation: Derivation
    wrt: tuple[str, ...] = ()
    passes: int = 1
    comparisons: tuple[Comparison, ...] | None = None
    saved: tuple[Saved, ...] | None = None
    jacobian: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How to show it: columns, digits, ASCII only, colour; and the language of a picture."""

    width: int = 80
    digits: int = DIGITS
    ascii: Ascii = False
    color: bool = False
    language: str = "en"
