"""The loop that reads a text by the tables made from the grammar.

Tokens come from one pattern. What to do with a token depends on the state on top of the stack and
the state below it, since a run of rules with one symbol each (atom, postfix, power … expression)
only exchanges the top. Where such a run ends is worked out once for each pair of states and
remembered. Nothing is built here but by the actions, which are called as soon as a rule is
complete; there are no tokens or trees as objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, islice

from gradcli.errors import LimitError
from gradcli.language.tables import (
    BEGINS,
    DEEPER,
    END,
    FIXED,
    KEPT,
    NAME,
    RULES,
    STATES,
    TERMINALS,
    TOKEN,
    UNKNOWN,
)
from gradcli.limits import DEPTH

#: What builds a rule: (where its text starts, where it ends).
Action = Callable[[int, int], None]

#: A token and the blanks behind it, and where the token starts.
Token = tuple[str, int]

#: What to do with a token: first complete the rule `first` of one symbol, unless it is 0; then, if
#: `length` is not 0, complete `rule` of so many symbols and look again; otherwise take the token,
#: come back to `turns` later and go on at `following`.
Step = tuple[int, int, int, "Turns", "Steps"]

BLANKS = " \t\f\v"

#: Texts are cut at the first end of a line after so many characters: few tokens exist at once.
_CHUNK = 65_536
#: Tokens between two looks at the depth, in a long text.
_STRIDE = 4_096

_LONGEST = max(map(len, FIXED))

_find_all = re.compile(TOKEN).findall


class NoWay(Exception):
    """A token that cannot stand where it stands, and what could."""

    def __init__(self, start: int, end: int, expected: Sequence[str]) -> None:
        super().__init__(start)
        self.start = start
        self.end = end
        self.expected = expected


class _Stuck(Exception):
    """The tables have no step for a token."""


class Steps(dict[int, Step]):
    """The steps by terminal while `state` is on top of the stack, on `below`."""

    __slots__ = ("below", "state")

    def __init__(self, below: int, state: int) -> None:
        super().__init__()
        self.below = below
        self.state = state

    def __missing__(self, terminal: int) -> Step:
        state, first = self.state, 0
        move = STATES[state].get(terminal)
        while move is not None and move < 0:
            symbol, name, length = RULES[-1 - move]
            if length > 1 or (name and first):
                step = self[terminal] = first, length, -1 - move, _turns(state), self
                return step
            first = first or (-1 - move if name else 0)
            state = STATES[self.below][symbol]
            move = STATES[state].get(terminal)
        if move is None:
            raise _Stuck
        step = self[terminal] = first, 0, 0, _turns(state), _steps(state, move)
        return step


class Turns(dict[int, Steps]):
    """What comes next, by the rule that has just been completed on top of `state`."""

    __slots__ = ("deeper", "state")

    def __init__(self, state: int) -> None:
        super().__init__()
        self.state = state
        self.deeper = state in DEEPER

    def __missing__(self, rule: int) -> Steps:
        return self.setdefault(rule, _steps(self.state, STATES[self.state][RULES[rule][0]]))


class _Kinds(dict[str, tuple[int, str, int]]):
    """The terminal of each token, its text if the builder needs it, its length without blanks."""

    def __missing__(self, piece: str) -> tuple[int, str, int]:
        word = piece.rstrip(BLANKS)
        size = len(word)
        if size <= _LONGEST and word in FIXED:
            kind = FIXED[word], "", size
        else:
            first = word[:1]
            terminal = BEGINS.get(first, -1)
            if terminal < 0:
                terminal = NAME if first.isalnum() and not first.isdecimal() else UNKNOWN
            kind = terminal, word if terminal in KEPT else "", size
        self[piece] = kind
        return kind


_all_steps: dict[tuple[int, int], Steps] = {}
_all_turns: dict[int, Turns] = {}


def _steps(below: int, state: int) -> Steps:
    return _all_steps.setdefault((below, state), Steps(below, state))


def _turns(state: int) -> Turns:
    return _all_turns.setdefault(state, Turns(state))


def kind_of(word: str) -> str:
    """Return the name of the terminal that a single token is.

    >>> kind_of("x1"), kind_of("1e-3")
    ('NAME', 'NUMBER')
    """
    return TERMINALS[_Kinds()[word][0]]


def run(
    text: str,
    actions: Sequence[Action | None],
    words: list[str],
    watch: Callable[[], None],
) -> None:
    """Read a text and call the action of every rule as it is completed, inner ones first.

    `actions` has one entry a rule; a rule without one only passes on what it holds. The texts of
    names, numbers and strings are pushed on `words`. `watch` is called now and then, to check other
    limits.

    Raises:
        NoWay: a token cannot stand where it stands.
        LimitError: the nesting is deeper than is allowed; its place is a token of `text`.
    """
    kinds = _Kinds({"": (END, "", 0)})
    below: list[Turns] = []
    starts: list[int] = []
    steps = _steps(0, 0)
    end_before = start = size = 0
    try:
        for piece, start in _guarded(text, kinds, below, DEPTH.most, watch):
            terminal, word, size = kinds[piece]
            first, length, rule, turns, following = steps[terminal]
            if first and (build := actions[first]):
                build(starts[-1], end_before)
            while length:
                if length > 1:
                    del below[1 - length :], starts[1 - length :]
                if build := actions[rule]:
                    build(starts[-1], end_before)
                steps = below[-1][rule]
                first, length, rule, turns, following = steps[terminal]
                if first and (build := actions[first]):
                    build(starts[-1], end_before)
            below.append(turns)
            starts.append(start)
            steps = following
            if word:
                words.append(word)
            end_before = start + size
    except _Stuck:
        raise NoWay(start, start + size, _expected(steps)) from None
    except LimitError as problem:
        from gradcli.graph import Span

        raise problem.located(text, Span(start, start + size)) from None


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text."""
    for part in _parts(text):
        yield from part


def _guarded(
    text: str, kinds: _Kinds, below: list[Turns], limit: int, watch: Callable[[], None]
) -> Iterator[Token]:
    """Yield the tokens and the end, with a look at the limits in between."""
    return chain.from_iterable(_watched(text, kinds, below, limit, watch))


def _watched(
    text: str, kinds: _Kinds, below: list[Turns], limit: int, watch: Callable[[], None]
) -> Iterator[Iterator[Token]]:
    least = 1 if len(text) <= _STRIDE else _STRIDE
    for part in _parts(text):
        room = limit + 1
        while piece := next(part, None):
            yield iter((piece,))
            # A token adds at most one level.
            yield islice(part, max(min(room, _STRIDE), least) - 1)
            room = limit + 1 - _depth(below, limit)
            watch()
        if len(kinds) > _CHUNK:
            kinds.clear()
            kinds[""] = (END, "", 0)
    yield iter((("", len(text)),))


def _depth(below: list[Turns], limit: int) -> int:
    """Return how many levels are open, or no less if that is within the limit."""
    if len(below) <= limit:
        return len(below)
    depth = sum([turns.deeper for turns in below])
    DEPTH.check(depth)
    return depth


def _parts(text: str) -> Iterator[Iterator[Token]]:
    """Yield the tokens of a text line by line, or many short lines at once."""
    at = len(text) - len(text.lstrip(BLANKS))
    while at < len(text):
        to = text.find("\n", at + _CHUNK) + 1 or len(text)
        pieces = _find_all(text, at, to)
        yield zip(pieces, accumulate(map(len, pieces), initial=at), strict=False)
        at = to


def _expected(steps: Steps) -> list[str]:
    """Return the terminals that could have stood there."""
    return [TERMINALS[terminal] for terminal in STATES[steps.state] if terminal <= END]
