"""What is wrong with a file: every fault with its place, all of them reported together."""

from __future__ import annotations

from collections.abc import Iterable

from gradcli.errors import GradcliError
from gradcli.grading.model import Place
from gradcli.near import nearest
from gradcli.records import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where, what, and what to try.

    >>> str(Fault(Place("ch4.yaml", 12, 5), "unknown key 'answer'", "did you mean 'answers'?"))
    "ch4.yaml:12:5: unknown key 'answer', did you mean 'answers'?"
    """

    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        between = ", " if self.hint.startswith("did you mean") else "; "
        return f"{self.place}: {self.message}" + (between + self.hint if self.hint else "")


class FileFaults(GradcliError):
    """A file that cannot be used; `faults` is all that is wrong, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place))
        super().__init__("\n".join(map(str, self.faults)))


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a hint that offers the name most like a mistyped one, "" if none is.

    >>> did_you_mean("answer", ["id", "answers"])
    "did you mean 'answers'?"
    """
    near = nearest(name, names)
    return f"did you mean '{near}'?" if near else ""
