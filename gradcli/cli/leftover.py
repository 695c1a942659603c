"""What a word of the command line was meant for that is no option and no part of the program."""

from __future__ import annotations

import re

from gradcli.cli.escapes import printable
from gradcli.cli.words import is_name
from gradcli.language import needed_names

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(/\d+|[eE][-+]?\d+)?")


def advice(program: str, word: str) -> str:
    """Return what to try about a word behind the program.

    >>> advice("x^2", "x=3"), advice("x^2", "3")
    ('a value is given with two dashes: --x 3', 'a value is given with its name: --x 3')
    >>> print(advice("w@x", "2]"))
    put a list in quotes, as in --w "[1, 2]"
    """
    name, sign, value = word.partition("=")
    if sign and value and is_name(name):
        return f"a value is given with two dashes: --{printable(name)} {printable(value)}"
    names = needed_names(program)
    if names and _NUMBER.fullmatch(word):
        return f"a value is given with its name: --{printable(names[0])} {word}"
    if names and word.endswith("]") and "[" not in word:
        return f'put a list in quotes, as in --{printable(names[0])} "[1, 2]"'
    return 'put the whole expression in quotes, as in "x * y"'
