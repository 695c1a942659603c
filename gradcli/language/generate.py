"""Make `tables.py` from the grammar: `python -m gradcli.language.generate`.

Lark reads `expression.lark` and finds the LALR(1) tables; they are written down as plain literals,
numbered in an order that depends on nothing but the grammar. So a run of gradcli needs neither Lark
nor the grammar.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lark import Lark
from lark.common import ParserConf
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import LALR_Analyzer, Shift

from gradcli.places import shipped

TABLES = Path(__file__).with_name("tables.py")

_HEAD = '''"""The LALR(1) tables of the language, made from expression.lark.

Do not edit: change the grammar and run `python -m gradcli.language.generate`.
"""

'''

#: What may follow the first character of a terminal, to find out with which characters it can
#: begin.
_TAILS = ("", "0", "a", '"', "'")


def grammar() -> str:
    """Return the text of the grammar.

    Raises:
        FileNotFoundError: neither the checkout nor the wheel has it.
    """
    return (shipped("grammars") / "expression.lark").read_text(encoding="utf-8")


def reader() -> Lark:
    """Return Lark's own parser of the grammar."""
    return Lark(grammar(), parser="lalr", lexer="basic")


def tables() -> str:
    """Return the text of `tables.py`."""
    lark = reader()
    words, patterns = _terminals(lark)
    symbols = _numbered(lark, words, patterns)
    rules: list[Any] = list(lark.rules)
    states = tuple(_states(symbols, rules))
    parts = [
        _HEAD,
        "#: One token and the blanks after it; a character that belongs to no token is one.\n",
        f"TOKEN = {_folded(words, patterns)!a}\n\n",
        "#: The terminals by number; those of one fixed text; those known by how they begin.\n",
        f"TERMINALS = {_block(tuple(_names(symbols)))}\n",
        f"FIXED = {_block(_fixed(words, patterns, symbols))}\n",
        f"BEGINS = {_block(_beginnings(patterns, symbols))}\n",
        "#: The terminals whose text the builder needs.\n",
        f"KEPT = {_kept(patterns, symbols)!r}\n",
        f"END = {symbols['$END']}\n",
        f"NAME = {symbols['NAME']}\n",
        f"SEPARATOR = {symbols['_SEPARATOR']}\n",
        f"UNKNOWN = {symbols['$UNKNOWN']}\n\n",
        "#: (what is built, what the rule is called, how many symbols it has), by rule.\n",
        f"RULES = {_block(tuple(_rule(rule, symbols) for rule in rules))}\n",
        "#: By state: which symbol leads to another state, or to rule r, written -1 - r.\n",
        f"STATES = {_block(states)}\n",
        "#: The states one level deeper: behind an opening bracket, a sign, `not`, or a `^`.\n",
        f"DEEPER = frozenset({_deeper(states, words, symbols)!r})\n",
    ]
    return "".join(parts)


def _terminals(lark: Lark) -> tuple[dict[str, str], dict[str, str]]:
    """Return the terminals that are fixed words, text to name, and the others, name to pattern."""
    words, patterns = {}, {}
    for terminal in lark.terminals:
        if isinstance(terminal.pattern, PatternStr):
            words[terminal.pattern.value] = terminal.name
        elif terminal.name not in lark.ignore_tokens:
            patterns[terminal.name] = terminal.pattern.value
    return words, patterns


def _folded(words: dict[str, str], patterns: dict[str, str]) -> str:
    """Return all terminals as one pattern without groups.

    Words and single characters match without mention.
    """
    signs = [word for word in words if len(word) > 1 and not word.isalpha()]
    kinds = [*patterns.values(), *map(re.escape, sorted(signs, key=lambda s: (-len(s), s)))]
    return f"(?:{'|'.join(kinds)}|[\\s\\S])[ \\t\\f\\v]*"


def _numbered(lark: Lark, words: dict[str, str], patterns: dict[str, str]) -> dict[str, int]:
    """Number the terminals from 0 up and the other symbols after them."""
    names = [*patterns, *words.values(), "$END", "$UNKNOWN"]
    names += dict.fromkeys(str(rule.origin.name) for rule in lark.rules)
    return {name: number for number, name in enumerate(names)}


def _names(symbols: dict[str, int]) -> Iterator[str]:
    return (name for name, number in symbols.items() if number <= symbols["$UNKNOWN"])


def _beginnings(patterns: dict[str, str], symbols: dict[str, int]) -> dict[str, int]:
    """Return which terminal begins with a given ASCII character and is no fixed word."""
    begins: dict[str, int] = {}
    for name, pattern in patterns.items():
        for first in string.printable:
            if any(re.fullmatch(pattern, first + tail) for tail in _TAILS):
                if first in begins:
                    raise ValueError(f"two terminals begin with {first!r}")
                begins[first] = symbols[name]
    return begins


def _fixed(
    words: dict[str, str], patterns: dict[str, str], symbols: dict[str, int]
) -> dict[str, int]:
    """Return the fixed words, and the characters that begin a terminal but are none themselves."""
    fixed = {word: symbols[name] for word, name in words.items()}
    for first in _beginnings(patterns, symbols):
        if first not in fixed and not any(re.fullmatch(kind, first) for kind in patterns.values()):
            fixed[first] = symbols["$UNKNOWN"]
    return fixed


def _deeper(
    states: tuple[dict[int, int], ...], words: dict[str, str], symbols: dict[str, int]
) -> list[int]:
    """Return the states behind what opens a level. A sign does where the first thing may stand."""
    opening = [symbols[words[word]] for word in ("(", "[", "^", "**")]
    found = {steps[symbol] for steps in states for symbol in opening if steps.get(symbol, -1) >= 0}
    found |= {states[0][symbols[words[word]]] for word in ("+", "-", "not")}
    return sorted(found)


def _kept(patterns: dict[str, str], symbols: dict[str, int]) -> tuple[int, ...]:
    return tuple(symbols[name] for name in patterns if not name.startswith("_"))


def _rule(rule: Any, symbols: dict[str, int]) -> tuple[int, str, int]:
    return symbols[str(rule.origin.name)], rule.alias or "", len(rule.expansion)


def _states(symbols: dict[str, int], rules: list[Any]) -> Iterator[dict[int, int]]:
    """Yield the states in the order in which they are reached from the first."""
    analysis: Any = LALR_Analyzer(ParserConf(rules, {}, ["start"]))
    analysis.compute_lalr()
    found = analysis.parse_table
    order = [found.start_states["start"]]
    for state in order:
        moves = sorted((symbols[str(name)], move) for name, move in found.states[state].items())
        steps = {}
        for symbol, (action, target) in moves:
            if action is not Shift:
                steps[symbol] = -1 - rules.index(target)
                continue
            if target not in order:
                order.append(target)
            steps[symbol] = order.index(target)
        if state == found.end_states["start"]:
            steps[symbols["$END"]] = order.index(state)
        yield steps


def _block(value: Any) -> str:
    """Return a tuple or dictionary as a literal, one item a line."""
    if isinstance(value, dict):
        items = [f"    {key!a}: {item!a},\n" for key, item in value.items()]
        return "{\n" + "".join(items) + "}\n"
    return "(\n" + "".join(f"    {item!a},\n" for item in value) + ")\n"


if __name__ == "__main__":
    TABLES.write_text(tables(), encoding="utf-8", newline="\n")
