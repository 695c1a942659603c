"""What every question about a wrong token starts from, and how it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gradcli.errors import GradcliError
from gradcli.language.messages import problem
from gradcli.language.scene import Scene


class Inquiry:
    """Questions about the wrong token of a scene."""

    def __init__(self, scene: Scene, known: Iterable[str], inputs: Mapping[str, int]) -> None:
        self.scene = scene
        self.known = frozenset(known)
        #: The variables so far, with the place of their first use.
        self.inputs = inputs

    def problem(
        self, identifier: str, first: int = 0, last: int | None = None, **parts: object
    ) -> GradcliError:
        """Return an error under the tokens from `first` to `last`, counted from the wrong one."""
        scene = self.scene
        start = scene.starts[scene.here + first]
        end = scene.ends[scene.here + (first if last is None else last)]
        return problem(identifier, scene.plain, start, end, **parts)

    def between(self, identifier: str, first: int, last: int, **parts: object) -> GradcliError:
        """Return an error under the tokens from `first` to `last`, counted from the start."""
        here = self.scene.here
        return self.problem(identifier, first - here, last - here, **parts)
